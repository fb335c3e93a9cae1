import { expect } from "chai";
import fc from "fast-check";
import { destroyCatalog, type ProvisionCatalog } from "@product-auth/graph";
import { writesOf } from "../support/recorded-fetch.js";
import { startWorld, type GraphObject, type World } from "../support/world.js";

const name = fc.constantFrom("gold", "silver", "a.b", "x-1");
const product = fc.record(
  {
    displayName: fc.constantFrom("Gold", "O'Neil", "Silver-2"),
    role: fc.constantFrom("Read.All", "x", false as const),
    accepts: fc.constantFrom(["token"] as const, ["key"] as const, ["token", "key"] as const),
  },
  { requiredKeys: [] },
);
const client = fc.record(
  { products: fc.array(name, { maxLength: 3 }), ownerId: fc.constantFrom("zoe", "o'neil") },
  { requiredKeys: ["products"] },
);
const catalogs = fc
  .record({
    products: fc.dictionary(name, product, { minKeys: 1, noNullPrototype: true }),
    clients: fc.dictionary(fc.constantFrom("batch", "web"), client, { noNullPrototype: true }),
  })
  .map(({ products, clients }): ProvisionCatalog => {
    const usable = Object.entries(products).filter(
      ([, { accepts, role }]) => (accepts ?? ["token"]).some((kind) => kind === "token") && role !== false,
    );
    const known = new Set(usable.map(([key]) => key));
    const linked = Object.entries(clients).flatMap(([key, one]) => {
      const links = [...new Set(one.products.filter((link) => known.has(link)))];
      return links.length === 0 ? [] : [[key, { ...one, products: links }] as const];
    });
    // A product without a role needs an audience and clients of its own.
    const all = Object.entries(products).filter(
      ([key, { accepts }]) => known.has(key) || accepts?.includes("key" as never),
    );
    const complete = all.map(([key, { role, ...rest }]) => [
      key,
      { ...rest, ...(typeof role === "string" && { role }) },
    ]);
    return {
      products: { ...(Object.fromEntries(complete) as object), base: {} },
      provision: { instance: "random", clients: Object.fromEntries(linked) },
    } as ProvisionCatalog;
  });

describe("random catalogs", function () {
  this.timeout(120_000);
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.close());

  it("apply, change, apply: the plan behind it is empty, and objects of others never change", async () => {
    await fc.assert(
      fc.asyncProperty(catalogs, catalogs, async (first, second) => {
        await world.reset();
        const other = await world.graph("POST", "/applications", {
          displayName: "APIMProductApplicationTheirs",
          tags: ["theirs", "productAuth", "productAuth:instance=another", "productAuth:product=gold"],
        });
        const principal = await world.graph("POST", "/servicePrincipals", { appId: other.appId });
        const theirs = async (): Promise<GraphObject[]> => [
          await world.graph("GET", `/applications/${other.id}`),
          await world.graph("GET", `/servicePrincipals/${principal.id}`),
          await world.graph("GET", `/servicePrincipals/${principal.id}/appRoleAssignments`),
        ];
        const before = await theirs();
        for (const catalog of [first, second]) {
          const report = await world.apply(catalog, { prune: true });
          expect(report.exit, JSON.stringify(report.findings)).to.equal(0);
          expect(report.changes.every(({ done }) => done)).to.equal(true);
          const again = await world.apply(catalog, { prune: true });
          expect(again.changes).to.deep.equal([]);
          expect(writesOf(again.recorded.calls)).to.deep.equal([]);
        }
        expect(await theirs()).to.deep.equal(before);
        await destroyCatalog(second, world.options({ purge: true } as object));
        expect((await world.state()).applications).to.have.length(2);
        expect(await theirs()).to.deep.equal(before);
      }),
      { numRuns: process.env["EVERY_CALL"] === "yes" ? 100 : 10 },
    );
  });
});
