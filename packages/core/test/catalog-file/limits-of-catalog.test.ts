import { expect } from "chai";
import { createProductAuth, type LimitsEvent } from "#src/index.js";
import { limitsOfCatalog, readCatalog } from "#src/catalog-file/index.js";
import { MemoryCounterStore } from "#src/policies/limits/index.js";
import { problemsOf } from "../options/problems-of.js";
import { viewOf } from "../request/view-of.js";

const NOW = Date.UTC(2026, 0, 31);
const FILE = JSON.stringify({
  policies: {
    validateJwt: { issuers: ["partner"], audiences: ["api://orders"] },
    rateLimitByKey: [{ calls: 9, renewalPeriod: 10, counterKey: ["ip"] }],
  },
  products: {
    pro: {
      accepts: ["key"],
      rateLimit: { calls: 5, renewalPeriod: 60, apis: { orders: { calls: 2, renewalPeriod: 60 } } },
      quota: { calls: 100, bandwidth: 10, renewalPeriod: 86_400 },
    },
    lite: { accepts: ["key"], rateLimit: { calls: 1, renewalPeriod: 60 } },
  },
  apis: {
    orders: {
      path: "orders",
      products: ["pro", "lite"],
      rateLimitByKey: [{ calls: 50, renewalPeriod: 60, counterKey: ["subscription"], counterName: "each" }],
    },
  },
});
const subscription = { id: "contoso", scope: "/products/pro", startDate: Date.UTC(2026, 0, 30, 12) };

describe("limitsOfCatalog", () => {
  const clock = () => NOW;
  const catalog = readCatalog(FILE);
  let store: MemoryCounterStore;
  beforeEach(() => void (store = new MemoryCounterStore()));

  /** The API, in another process; its policies of tokens are not judged here. */
  async function call(times: number): Promise<void> {
    const { policies, ...rest } = catalog;
    const auth = createProductAuth({
      ...rest,
      policies: { rateLimitByKey: policies!.rateLimitByKey! },
      subscriptions: [
        {
          id: "contoso",
          scope: "/products/pro",
          primaryKey: "k",
          startDate: new Date(subscription.startDate),
        },
      ],
      counters: { store },
      clock,
    });
    for (let i = 0; i < times; i++) {
      const view = { ...viewOf({ "ocp-apim-subscription-key": "k" }), path: "/orders" };
      expect((await auth.authorize(view, auth.anyProduct)).outcome).to.equal("admit");
    }
    expect(await auth.limits.of({ subscription })).to.deep.equal(
      await limitsOfCatalog(catalog, { store, clock }).of({ subscription }),
    );
  }

  it("reads what an API has counted with the same file, whatever issuers the API has", async () => {
    await call(2);
    const usage = await limitsOfCatalog(catalog, { store, clock }).of({ subscription });
    const renewed = Date.UTC(2026, 0, 31, 12);
    expect(usage).to.deep.equal([
      { kind: "rate", place: "product:pro", limit: 5, used: 2, renewalPeriod: 60 },
      { kind: "quota", place: "product:pro", limit: 100, used: 2, renewalPeriod: 86_400, renewedAt: renewed },
      {
        kind: "bandwidth",
        place: "product:pro",
        limit: 10,
        used: 0,
        renewalPeriod: 86_400,
        renewedAt: renewed,
      },
      { kind: "rate", place: "product:pro/orders", limit: 2, used: 2, renewalPeriod: 60 },
      { kind: "rate", place: "api:orders", name: "each", limit: 50, used: 2, renewalPeriod: 60 },
      { kind: "rate", place: "global", limit: 9, used: undefined, renewalPeriod: 10 },
    ]);
  });

  it("resets, and reports it", async () => {
    await call(2);
    const events: LimitsEvent[] = [];
    const limits = limitsOfCatalog(catalog, { store, clock, onReset: (event) => events.push(event) });
    const after = await limits.reset({ subscription }, { by: "ann" });
    expect(after.map(({ used }) => used)).to.deep.equal([0, 0, 0, 0, 0, undefined]);
    expect(events).to.deep.equal([
      { action: "reset", subscriptionId: "contoso", by: "ann", counters: 5, at: NOW },
    ]);
  });

  it("does not start when the store cannot count a limit", () => {
    const some = Object.assign(store, { kinds: ["token-bucket", "fixed-window"] as const });
    const paths = problemsOf(() => limitsOfCatalog(catalog, { store: some })).map(({ path }) => path);
    expect(paths)
      .to.include("products.pro.rateLimit.algorithm")
      .and.include("policies.rateLimitByKey[0].algorithm");
  });
});
