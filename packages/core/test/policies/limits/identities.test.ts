import { expect } from "chai";
import { settleLimits } from "#src/options/settle-limits.js";
import type { ProductPolicies } from "#src/options/policies.js";
import type { LimitPolicy } from "#src/policies/limits/limit-policy.js";
import { restartedLimits } from "#src/policies/limits/restarted-limits.js";

const RATE = { calls: 5, renewalPeriod: 60 };
const BY_IP = { ...RATE, counterKey: ["ip"] } as const;
const BY_CALLER = { ...RATE, counterKey: ["caller"] } as const;

const settled = (policies: ProductPolicies, more: object = {}): readonly LimitPolicy[] =>
  settleLimits({ path: "products.starter", place: "product:starter", product: "starter", policies, ...more });
const identities = (policies: ProductPolicies, more: object = {}) =>
  settled(policies, more).map(({ identity }) => identity);
const byKey = (...rateLimitByKey: NonNullable<ProductPolicies["rateLimitByKey"]>) =>
  identities({ rateLimitByKey });

describe("identities of counters", () => {
  it("in words", () =>
    expect(
      identities({
        rateLimit: { ...RATE, apis: { orders: { ...RATE, operations: { list: RATE } } } },
        rateLimitByKey: [BY_IP, BY_IP, { ...BY_IP, counterName: "shared" }],
        quota: { calls: 1, bandwidth: 1, renewalPeriod: 0, per: "subscription" },
        quotaByKey: [{ ...BY_IP, firstPeriodStart: "2026-01-01T00:00:00Z" }],
      }),
    ).to.deep.equal([
      "rs60 product:starter ",
      "rs60 product:starter/orders ",
      "rs60 product:starter/orders/list ",
      'rs60 product:starter ["ip"] ',
      'rs60*2 product:starter ["ip"] ',
      "rs60 #shared ",
      "qf0 product:starter s ",
      "bf0 product:starter s ",
      'qf60@1767225600000 product:starter ["ip"] ',
    ]));
  it("stay when a list is put in another order, and when calls, fields or conditions change", () => {
    expect(byKey(BY_IP, BY_CALLER).sort()).to.deep.equal(byKey(BY_CALLER, BY_IP).sort());
    const changed = {
      ...{ ...BY_IP, calls: 99, incrementCount: 2, incrementCondition: { status: ["2xx" as const] } },
      remainingCallsHeaderName: "X-Left",
    } as const;
    expect(byKey(changed)).to.deep.equal(byKey(BY_IP));
  });
  it("change with period, algorithm, key, start and place", () => {
    const all = [
      ...byKey(BY_IP),
      ...byKey({ ...BY_IP, renewalPeriod: 61 }),
      ...byKey({ ...BY_IP, algorithm: "token-bucket" }),
      ...byKey(BY_CALLER),
      ...byKey({ ...RATE, counterKey: () => "a" }),
      ...identities({ rateLimitByKey: [BY_IP] }, { place: "product:pro" }),
      ...identities({ rateLimit: RATE }),
      ...identities({ rateLimit: { ...RATE, per: "subscription" } }),
      ...identities({ quotaByKey: [BY_IP] }),
      ...identities({ quotaByKey: [{ ...BY_IP, firstPeriodStart: "2026-01-01T00:00:00Z" }] }),
    ];
    expect(new Set(all).size).to.equal(all.length);
  });
  it("of a quota that is never renewed have no start, and equal starts are equal", () => {
    const start = (firstPeriodStart: string, renewalPeriod = 60) =>
      identities({ quotaByKey: [{ ...BY_IP, renewalPeriod, firstPeriodStart }] });
    expect(start("2026-01-01T00:00:00Z", 0)).to.deep.equal(start("2025-01-01T00:00:00Z", 0));
    expect(start("2026-01-01T00:00:00")).to.deep.equal(start("2026-01-01T02:00:00+02:00"));
    expect(start("0001-01-01T00:00:00Z")).to.deep.equal(identities({ quotaByKey: [BY_IP] }));
  });
  it("of a shared name are those of the name, wherever it stands", () => {
    const named = { ...BY_IP, counterName: "shared" };
    expect(identities({ rateLimitByKey: [named] }, { place: "api:orders" })).to.deep.equal(byKey(named));
  });
  it("of names with spaces and numbers do not run into those of others", () => {
    const at = (place: string) => identities({ rateLimitByKey: [BY_IP, BY_IP] }, { place });
    const all = ["operation:a/x", "operation:a/x 2", "operation:a/x%202", 'operation:a/x ["ip"]'].flatMap(at);
    expect(new Set(all).size).to.equal(all.length);
    // What a caller writes follows the identity: it must not continue one into another.
    for (const one of all)
      for (const other of all) expect(one !== other && other.startsWith(one)).to.equal(false);
  });
  it("are short, whatever the names: with the longest key below 512 characters", () => {
    const long = "x".repeat(256);
    const parts = Array.from({ length: 20 }, (_, i) => ({ text: `${i}`.padEnd(128, "y") }));
    const all = identities(
      {
        rateLimitByKey: [{ ...RATE, renewalPeriod: 86_400, counterKey: parts, counterName: "n".repeat(64) }],
        quotaByKey: Array.from({ length: 100 }, () => ({
          ...{
            calls: 1,
            renewalPeriod: 315_360_000,
            counterKey: parts,
            firstPeriodStart: "9999-01-01T00:00:00Z",
          },
        })),
      },
      { place: `product:${long}` },
    );
    for (const one of all) expect(one.length).to.be.at.most(512 - 320);
    const other = identities({ rateLimitByKey: [BY_IP] }, { place: `product:${long}y` });
    expect(other).to.not.deep.equal(identities({ rateLimitByKey: [BY_IP] }, { place: `product:${long}z` }));
  });
});

describe("limits that begin anew by an update", () => {
  const restarted = (before: ProductPolicies, after: ProductPolicies) =>
    restartedLimits(settled(before), settled(after)).map(({ kind, place, name }) =>
      [kind, place, name].filter(Boolean).join(" "),
    );

  it("none when numbers change, lists are put in another order, or nothing was there before", () => {
    expect(restarted({ rateLimit: RATE }, { rateLimit: { ...RATE, calls: 9 } })).to.deep.equal([]);
    expect(
      restarted({ rateLimitByKey: [BY_IP, BY_CALLER] }, { rateLimitByKey: [BY_CALLER, BY_IP] }),
    ).to.deep.equal([]);
    expect(restarted({}, { rateLimit: RATE, quota: RATE })).to.deep.equal([]);
    expect(restarted({ rateLimit: RATE }, {})).to.deep.equal([]);
  });
  it("none when a limit is added at one place while one at another is removed or changed", () => {
    const at = (place: string, renewalPeriod = 60) =>
      settled({ rateLimit: { ...RATE, renewalPeriod } }, { path: place, place });
    expect(restartedLimits(at("product:starter"), at("product:pro"))).to.deep.equal([]);
    expect(
      restartedLimits([...at("product:starter")], [...at("product:starter", 61), ...at("product:pro")]),
    ).to.deep.equal([{ kind: "rate", place: "product:starter" }]);
    expect(restarted({ rateLimit: RATE }, { quota: { ...RATE, renewalPeriod: 1 } })).to.deep.equal([]);
  });
  it("none when a limit is added to others, or one of several is removed", () => {
    expect(restarted({ rateLimitByKey: [BY_IP] }, { rateLimitByKey: [BY_IP, BY_CALLER] })).to.deep.equal([]);
    expect(restarted({ rateLimitByKey: [BY_IP, BY_CALLER] }, { rateLimitByKey: [BY_IP] })).to.deep.equal([]);
    expect(restarted({ rateLimit: RATE }, { rateLimit: RATE, quota: RATE })).to.deep.equal([]);
  });
  it("with another period, algorithm, key, name or start", () => {
    expect(restarted({ rateLimit: RATE }, { rateLimit: { ...RATE, renewalPeriod: 1 } })).to.deep.equal([
      "rate product:starter",
    ]);
    expect(
      restarted({ rateLimit: RATE }, { rateLimit: { ...RATE, algorithm: "token-bucket" } }),
    ).to.deep.equal(["rate product:starter"]);
    expect(restarted({ rateLimitByKey: [BY_IP] }, { rateLimitByKey: [BY_CALLER] })).to.have.length(1);
    expect(
      restarted({ rateLimitByKey: [BY_IP] }, { rateLimitByKey: [{ ...BY_IP, counterName: "shared" }] }),
    ).to.deep.equal(["rate product:starter shared"]);
    expect(
      restarted(
        { quotaByKey: [BY_IP] },
        { quotaByKey: [{ ...BY_IP, firstPeriodStart: "2026-01-01T00:00:00Z" }] },
      ),
    ).to.deep.equal(["quota product:starter"]);
  });
  it("of a product's APIs only where they changed", () => {
    const apis = (renewalPeriod: number) => ({
      rateLimit: { ...RATE, apis: { orders: { ...RATE, renewalPeriod }, files: RATE } },
    });
    expect(restarted(apis(60), apis(61))).to.deep.equal(["rate product:starter/orders"]);
  });
});
