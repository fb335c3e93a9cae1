import { expect } from "chai";
import { modulesLoadedBy } from "./modules-loaded.js";

const COMMANDS = /^cli\//;
const FOR_ADAPTERS = /^adapters\//;
const CATALOG_FILES = /^catalog\/(load|watch)-catalog\.js$/;
// These find the subscription of a key; all others keep subscriptions and change them.
const STORES = /^subscriptions\/(?!(caching-store|key-digest|look-up-key|memory-store|subscription)\.js$)/;
const OTHER_DOORS = /^doors\//;

/** What a server imports, and what it must not load with it. Each file costs up to half a millisecond. */
const LIGHT = {
  "@product-auth/core": {
    files: 92,
    never: [COMMANDS, FOR_ADAPTERS, CATALOG_FILES, STORES, OTHER_DOORS],
  },
  "@product-auth/core/adapter": { files: 106, never: [COMMANDS, CATALOG_FILES, STORES] },
} as const;

describe("what importing a door loads", () => {
  for (const [door, { files: most, never }] of Object.entries(LIGHT))
    it(`${door}: at most ${most} files, and none that decides no request`, async () => {
      const { files, packages } = await modulesLoadedBy(door);
      expect(files.filter((file) => never.some((pattern) => pattern.test(file)))).to.deep.equal([]);
      expect(files).to.include("product-auth.js").and.to.have.lengthOf.at.most(most);
      expect(packages).to.deep.equal(["lru-cache", "valibot"]);
    });

  it("it sees files: the other doors load what is behind them", async () => {
    const behind = async (name: string) => (await modulesLoadedBy(`@product-auth/core/${name}`)).files;
    expect(await behind("routes-command")).to.include("cli/routes/run-routes-command.js");
    expect(await behind("subscriptions")).to.include("repositories/administration.js");
    expect(await behind("catalog")).to.include("catalog/watch-catalog.js");
  });
});
