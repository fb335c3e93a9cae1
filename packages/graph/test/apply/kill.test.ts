import { expect } from "chai";
import { applyPlan, planCatalog, type ProvisionCatalog, type ProvisionOptions } from "@product-auth/graph";
import { writesOf } from "../support/recorded-fetch.js";
import { market } from "../support/catalogs.js";
import { startWorld, type TenantSnapshot, type World } from "../support/world.js";

/** A tenant at the start of a run, and the run. */
interface Case {
  readonly what: string;
  readonly catalog: ProvisionCatalog;
  readonly options?: Partial<ProvisionOptions>;
  prepare(world: World): Promise<unknown>;
}

const renamed: ProvisionCatalog = {
  ...market,
  products: { ...market.products, gold: { displayName: "Golden" } },
  provision: { instance: "shop-test", clients: { batch: { products: ["gold"], ownerId: "zoe" } } },
};

const cases: readonly Case[] = [
  { what: "an empty tenant", catalog: market, prepare: () => Promise.resolve() },
  {
    what: "everything in the bin",
    catalog: market,
    async prepare(world) {
      const { products, clients } = await world.apply(market);
      for (const { objectId } of [...Object.values(products), ...Object.values(clients)])
        await world.graph("DELETE", `/applications/${objectId}`);
    },
  },
  {
    what: "a changed catalog, with a role to rename, a link to take away and a client to delete",
    catalog: renamed,
    options: { prune: true },
    prepare: (world) => world.apply(market),
  },
];

/** Whole runs of this test take minutes: `npm test` interrupts every third call, the build server every one. */
const step = process.env["EVERY_CALL"] === "yes" ? 1 : 3;

for (const { what, catalog, options, prepare } of cases)
  describe(`killed at every call: ${what}`, function () {
    this.timeout(300_000);
    let world: World;
    let expected: TenantSnapshot;
    let calls: number;

    before(async () => {
      world = await startWorld();
      await prepare(world);
      const { recorded, exit } = await world.apply(catalog, options);
      expect(exit).to.equal(0);
      calls = recorded.calls.length;
      expected = await world.state();
    });
    after(() => world.close());
    beforeEach(() => world.reset());

    for (const when of ["before", "after"] as const) {
      it(`${when} the call: a second run ends in the same state`, async () => {
        for (let call = when === "before" ? 1 : 2; call <= calls; call += step) {
          await world.reset();
          await prepare(world);
          const kill = new AbortController();
          const recorded = world.recorder({ call, when, kill });
          const settled = world.options({ ...options, signal: kill.signal }, recorded);
          await planCatalog(catalog, settled).then((plan) => applyPlan(plan, settled));
          expect(recorded.calls.length, `${when} call ${call}`).to.equal(call);
          const second = await world.apply(catalog, options);
          expect(second.exit, JSON.stringify(second.findings)).to.equal(0);
          expect(await world.state(), `${when} call ${call}`).to.deep.equal(expected);
          const third = await world.apply(catalog, options);
          expect(writesOf(third.recorded.calls)).to.deep.equal([]);
        }
      });

      it(`a cut connection ${when} the call: the run itself goes on`, async () => {
        for (let call = when === "before" ? 1 : 2; call <= calls; call += step) {
          await world.reset();
          await prepare(world);
          const recorded = world.recorder({ call, when });
          const report = await world.apply(catalog, options, recorded);
          expect(report.exit, `${when} call ${call}: ${JSON.stringify(report.findings)}`).to.equal(0);
          expect(
            report.changes.every(({ done }) => done),
            `${when} call ${call}`,
          ).to.equal(true);
          expect(await world.state(), `${when} call ${call}`).to.deep.equal(expected);
        }
      });
    }
  });
