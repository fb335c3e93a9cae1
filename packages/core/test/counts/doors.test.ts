import { expect } from "chai";
import { modulesLoadedBy } from "./modules-loaded.js";

const FOR_ADAPTERS = /^adapters\//;
const CATALOG_FILES = /^catalog-file\//;
// Stores that keep subscriptions and change them; a server needs those that find the subscription of a key.
const REPOSITORIES = /^repositories\//;

/** What a server imports, and what it must not load with it. Each file costs up to half a millisecond. */
const LIGHT = {
  "@product-auth/core": {
    files: 100,
    never: [FOR_ADAPTERS, CATALOG_FILES, REPOSITORIES],
  },
  "@product-auth/core/adapter": { files: 107, never: [CATALOG_FILES, REPOSITORIES] },
} as const;

describe("what importing a door loads", () => {
  for (const [door, { files: most, never }] of Object.entries(LIGHT))
    it(`${door}: at most ${most} files, and none that decides no request`, async () => {
      const { files, packages } = await modulesLoadedBy(door);
      expect(files.filter((file) => never.some((pattern) => pattern.test(file)))).to.deep.equal([]);
      expect(files).to.include("wired-product-auth.js").and.to.have.lengthOf.at.most(most);
      expect(packages).to.deep.equal(["lru-cache", "valibot"]);
    });

  it("it sees files: the other doors load what is behind them", async () => {
    const behind = async (name: string) => (await modulesLoadedBy(`@product-auth/core/${name}`)).files;
    expect(await behind("subscriptions")).to.include("repositories/administration.js");
    expect(await behind("catalog")).to.include("catalog-file/watch-catalog.js");
  });
});
