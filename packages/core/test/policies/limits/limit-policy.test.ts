import { expect } from "chai";
import { settleLimits } from "#src/options/settle-limits.js";
import type { ProductPolicies } from "#src/options/policies.js";
import { appliesAt, isDeferred } from "#src/policies/limits/limit-policy.js";
import { probeCounter } from "#src/policies/limits/probe-counter.js";

const RATE = { calls: 5, renewalPeriod: 60 };
const BY_CALLER = { ...RATE, counterKey: ["caller"] } as const;

const settled = (policies: ProductPolicies) =>
  settleLimits({ path: "products.starter", place: "product:starter", product: "starter", policies });

describe("the places where a limit of a product applies", () => {
  const [everywhere, ofApi, ofOperation] = settled({
    rateLimit: { ...RATE, apis: { orders: { ...RATE, operations: { list: RATE } } } },
  });
  const rows: readonly (readonly [
    api: string | undefined,
    operation: string | undefined,
    applies: number,
  ])[] = [
    ["orders", "list", 3],
    ["orders", "create", 2],
    ["orders", undefined, 2],
    ["files", "list", 1],
    [undefined, undefined, 1],
  ];
  for (const [api, operation, applies] of rows)
    it(`${api ?? "no API"}, ${operation ?? "no operation"}: ${applies} of its limits`, () =>
      expect(
        [everywhere, ofApi, ofOperation].map((limit) => appliesAt(limit!, api, operation)),
      ).to.deep.equal([true, applies > 1, applies > 2]));
});

describe("limits that count when the response has ended", () => {
  const rows: readonly (readonly [what: string, policies: ProductPolicies, deferred: readonly boolean[]])[] =
    [
      ["a rate and a quota of calls", { rateLimit: RATE, quota: RATE }, [false, false]],
      ["bytes", { quota: { ...RATE, bandwidth: 1 } }, [false, true]],
      ["a condition", { rateLimitByKey: [{ ...BY_CALLER, incrementCondition: { status: [200] } }] }, [true]],
      ["a function", { rateLimitByKey: [{ ...BY_CALLER, incrementCount: () => 2 }] }, [true]],
      ["a number", { rateLimitByKey: [{ ...BY_CALLER, incrementCount: 2 }] }, [false]],
    ];
  for (const [what, policies, deferred] of rows)
    it(`${what}: ${deferred.join()}`, () =>
      expect(settled(policies).map(isDeferred)).to.deep.equal(deferred));
});

describe("the counter that a probe raises", () => {
  const rows = [
    [undefined, "fixed-window"],
    [["sliding-window", "fixed-window"], "fixed-window"],
    [["token-bucket", "sliding-window"], "token-bucket"],
    [[], "fixed-window"],
  ] as const;
  for (const [kinds, kind] of rows)
    it(`in a store with ${kinds === undefined ? "no list" : `[${kinds.join()}]`}: ${kind}`, () =>
      expect(probeCounter(kinds).kind).to.equal(kind));
});
