import { expect } from "chai";
import { settleLimits } from "#src/options/settle-limits.js";
import { countersOfCaller } from "#src/policies/limits/counters-of-caller.js";
import { subscriptionTo } from "../../evidence/evidence-of.js";

const RATE = { calls: 9, renewalPeriod: 60 };
const access = { product: "pro", credential: "key", subscription: subscriptionTo({ id: "acme" }) } as const;

type Key = NonNullable<
  Parameters<typeof settleLimits>[0]["policies"]["rateLimitByKey"]
>[number]["counterKey"];

const found = (counterKey: Key) => {
  const policies = { rateLimitByKey: [{ ...RATE, counterKey }] };
  const { uses, unknown } = countersOfCaller(
    settleLimits({ path: "policies", place: "global", policies }),
    access,
  );
  return unknown.length > 0 ? "unknown" : uses.map(({ id }) => id).join();
};

describe("the counters of a caller", () => {
  const rows: readonly (readonly [key: Key, expected: string])[] = [
    [["caller"], "acme"],
    [["product"], "pro"],
    [["subscription", { text: "all" }], "4:acme3:all"],
    [({ access: { subscription } }) => subscription?.id, "acme"],
    [["ip"], "unknown"],
    [["product", { header: "x" }], "unknown"],
    [[{ claim: "x" }], "unknown"],
    [[{ claim: "x", of: "partner" }], "unknown"],
    [({ network }) => String(network), "unknown"],
    [({ view }) => typeof view, "unknown"],
    [({ access: { token } }) => typeof token, "unknown"],
  ];
  for (const [key, expected] of rows)
    it(`${typeof key === "function" ? key.toString() : JSON.stringify(key)}: ${expected}`, () =>
      expect(found(key)).to.equal(expected));
});
