import { expect } from "chai";
import { modulesLoadedBy } from "./modules-loaded.js";

const FOR_ADAPTERS = /^adapters\//;
const CATALOG_FILES = /^catalog-file\//;
// Stores that keep subscriptions and change them; a server needs those that find the subscription of a key.
const REPOSITORIES = /^repositories\//;
/** Loaded with the first guard of an upgrade. */
const LATER = /^upgrades\/(handled-upgrades|connections)\.ts$/;

/** The doors that every server imports, and what must not be loaded with them. */
const LIGHT = {
  "@product-auth/core": [FOR_ADAPTERS, CATALOG_FILES, REPOSITORIES, LATER],
  "@product-auth/core/adapter": [CATALOG_FILES, REPOSITORIES, LATER],
} as const;

describe("what importing a door loads", () => {
  for (const [door, never] of Object.entries(LIGHT))
    it(`${door}: nothing that decides no request, and each source once`, async () => {
      const { sources, packages } = await modulesLoadedBy(door);
      expect(sources.filter((source) => never.some((pattern) => pattern.test(source)))).to.deep.equal([]);
      expect(sources).to.include("wiring/wired-product-auth.ts");
      expect(sources).to.deep.equal([...new Set(sources)]);
      expect(packages).to.deep.equal(["lru-cache", "valibot"]);
    });

  it("it sees sources: the other doors load what is behind them", async () => {
    const behind = async (name: string) => (await modulesLoadedBy(`@product-auth/core/${name}`)).sources;
    expect(await behind("subscriptions")).to.include("repositories/administration.ts");
    expect(await behind("catalog")).to.include("catalog-file/watch-catalog.ts");
    expect(await behind("counters")).to.include("policies/limits/memory-counter-store.ts");
  });
});
