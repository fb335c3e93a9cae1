import { expect } from "chai";
import { settleLimits } from "#src/options/settle-limits.js";
import type { ProductPolicies } from "#src/options/policies.js";
import { usesOf } from "#src/policies/limits/judge-limits.js";
import type { LimitedCall } from "#src/policies/limits/limited-call.js";
import { subscriptionTo } from "../../evidence/evidence-of.js";
import { viewOf } from "../../request/view-of.js";

const RATE = { calls: 9, renewalPeriod: 60, counterKey: ["caller"] } as const;
const anonymous: LimitedCall = {
  view: viewOf(),
  access: { product: "pro", credential: "none" },
  network: "203.0.113.5",
};
const known: LimitedCall = {
  ...anonymous,
  access: { product: "pro", credential: "key", subscription: subscriptionTo() },
};
const uses = (call: LimitedCall, ...rateLimitByKey: NonNullable<ProductPolicies["rateLimitByKey"]>) =>
  usesOf(settleLimits({ path: "policies", place: "global", policies: { rateLimitByKey } }), call);
const response = (status: number) => ({ status, header: () => undefined });

describe("the counters that a call uses", () => {
  it("of one name: once, by the most that one of them takes", () => {
    const named = { ...RATE, counterName: "n" };
    for (const counts of [
      [1, 3],
      [3, 1],
    ])
      expect(
        uses(known, ...counts.map((incrementCount) => ({ ...named, incrementCount }))).map(
          ({ amount }) => amount,
        ),
      ).to.deep.equal([3]);
  });
  it("of one name and two conditions: what either counts", () => {
    const named = { ...RATE, counterName: "n" };
    const [use, ...others] = uses(
      known,
      { ...named, incrementCondition: { status: ["2xx"] } },
      { ...named, incrementCondition: { status: ["5xx"] }, incrementCount: 2 },
    );
    expect(others).to.deep.equal([]);
    expect([200, 404, 500].map((status) => use!.policy.amountOf!(response(status)))).to.deep.equal([1, 0, 2]);
  });
  it("of one name, both counted before the response: nothing is counted after it", () => {
    const named = { ...RATE, counterName: "n", incrementCount: 2 };
    const [use, ...others] = uses(known, named, named);
    expect(others).to.deep.equal([]);
    expect([use!.amount, use!.policy.amountOf]).to.deep.equal([2, undefined]);
  });
  it("of one name, where only one depends on the response: the one that counts before it", () => {
    const named = { ...RATE, counterName: "n" };
    const byResponse = { ...named, incrementCondition: { status: ["2xx"] } } as const;
    for (const both of [
      [named, byResponse],
      [byResponse, named],
    ]) {
      const [use] = uses(known, ...both);
      expect([use!.amount, use!.policy.amountOf]).to.deep.equal([1, undefined]);
    }
  });
  it("of one name, where only one depends on the response, are so too when they are only asked about", () => {
    const named = { ...RATE, counterName: "n" };
    const byResponse = { ...named, incrementCondition: { status: ["2xx"] } } as const;
    for (const rateLimitByKey of [
      [named, byResponse],
      [byResponse, named],
    ]) {
      const policies = settleLimits({ path: "policies", place: "global", policies: { rateLimitByKey } });
      const [use] = usesOf(
        policies.map((policy) => ({ ...policy, amount: 0 })),
        known,
      );
      expect(use!.policy.amountOf).to.equal(policies[0]!.amountOf);
    }
  });
  it("are none where the key is that of a subscription, and the call has none", () => {
    const policies = settleLimits({
      ...{ path: "products.pro", place: "product:pro", product: "pro" },
      policies: { rateLimit: { calls: 9, renewalPeriod: 60, per: "subscription" } },
    });
    expect(usesOf(policies, anonymous)).to.deep.equal([]);
    expect(usesOf(policies, known)).to.have.length(1);
  });
  it("of two callers, or of two limits, are not the same", () => {
    const [one] = uses(known, RATE);
    const [other] = uses(
      { ...known, access: { ...known.access, subscription: subscriptionTo({ id: "b" }) } },
      RATE,
    );
    const [limit] = uses(known, { ...RATE, counterName: "n" });
    expect([one!.isSame(one!), one!.isSame(other!), one!.isSame(limit!)]).to.deep.equal([true, false, false]);
  });
  it("conditions: codes and classes, without those excluded", () => {
    const [use] = uses(known, {
      ...RATE,
      incrementCondition: { status: ["2xx", 404], statusNot: [204] },
    });
    const counted = [199, 200, 204, 299, 300, 404, 405].map((status) =>
      use!.policy.amountOf!(response(status)),
    );
    expect(counted).to.deep.equal([0, 1, 0, 1, 0, 1, 0]);
  });
  it("of callers without a credential are made up, those of subscriptions are not", () => {
    expect(uses(anonymous, RATE)[0]!.isMadeUp).to.equal(true);
    expect(uses(known, RATE)[0]!.isMadeUp).to.equal(false);
    const firstOf = { ...RATE, counterKey: [{ firstOf: ["subscription", "ip"] }] } as const;
    expect(uses(anonymous, firstOf)[0]!.isMadeUp).to.equal(true);
    expect(uses(known, firstOf)[0]!.isMadeUp).to.equal(false);
    expect(uses(known, { ...RATE, counterKey: [{ header: "x" }] })[0]!.isMadeUp).to.equal(true);
  });
});
