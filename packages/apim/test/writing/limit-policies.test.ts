import { expect } from "chai";
import type { LimitRule, NumberText } from "#src/report/rule.js";
import { reportWith } from "../support/report-with.js";
import { configurationOf } from "./configured.js";
import { parsed, SHOP, type Written } from "./written.js";

describe("a limit becomes a policy", () => {
  const CONFIGURATION = configurationOf({ ...SHOP, apis: { ...SHOP.apis, audit: {} } });
  const KEYS = ["orders", "audit"].flatMap((one) =>
    (one === "orders" ? ["*", "list", "create"] : ["*"]).flatMap((operation) =>
      (one === "orders" ? ["product:gold", "api"] : ["api"]).map((context) => ({
        api: one,
        operation,
        context,
      })),
    ),
  );

  /** What is written for one limit in the chains that `isIn` names. */
  const limited = (
    rule: Partial<LimitRule>,
    scope: "global" | "product:gold" | "api:orders" | "operation:orders/list",
    isIn: (chain: (typeof KEYS)[number]) => boolean,
  ): Written =>
    parsed({
      configuration: CONFIGURATION,
      report: reportWith({
        rules: [
          { at: "p.xml:1", scope, rule: { kind: "rate", calls: 3, period: 60, by: "subscription", ...rule } },
        ],
        effective: KEYS.map((chain) => ({ ...chain, rules: isIn(chain) ? ["p.xml:1"] : [] })),
      }),
    });
  const inGold = ({ context }: (typeof KEYS)[number]) => context === "product:gold";
  const inOrders = ({ api: one }: (typeof KEYS)[number]) => one === "orders";
  const everywhere = () => true;

  it("of a product, with parts", () =>
    expect(
      limited(
        {
          headers: { retryAfter: "X-Wait", remaining: "X-Left", total: "X-All" },
          parts: [
            { api: "orders", calls: 2, period: 30, parts: [{ operation: "list", calls: 1, period: 9 }] },
            { api: "gone", calls: 2, period: 30 },
          ],
        },
        "product:gold",
        inGold,
      ).catalog["products"]!["gold"]!["rateLimit"],
    ).to.deep.equal({
      ...{ calls: 3, renewalPeriod: 60 },
      ...{
        retryAfterHeaderName: "X-Wait",
        remainingCallsHeaderName: "X-Left",
        totalCallsHeaderName: "X-All",
      },
      apis: {
        orders: { calls: 2, renewalPeriod: 30, operations: { list: { calls: 1, renewalPeriod: 9 } } },
      },
    }));
  it("of a product for a quota, whose parts have its period", () =>
    expect(
      limited({ kind: "quota", bandwidth: 9, parts: [{ api: "orders", calls: 2 }] }, "product:gold", inGold)
        .catalog["products"]!["gold"]!["quota"],
    ).to.deep.equal({ calls: 3, bandwidth: 9, renewalPeriod: 60, apis: { orders: { calls: 2 } } }));
  it("of an API, with parts for operations", () =>
    expect(
      limited({ parts: [{ operation: "list", calls: 1, period: 9 }] }, "api:orders", inOrders).catalog[
        "apis"
      ]!["orders"]!["rateLimit"],
    ).to.deep.equal({
      ...{ calls: 3, renewalPeriod: 60 },
      operations: { list: { calls: 1, renewalPeriod: 9 } },
    }));
  it("by the caller, where it is a quota of an API", () =>
    expect(
      limited({ kind: "quota" }, "api:orders", inOrders).catalog["apis"]!["orders"]!["quotaByKey"],
    ).to.deep.equal([{ calls: 3, renewalPeriod: 60, counterKey: ["caller"] }]));
  it("with one counter at several places", () => {
    const { catalog } = limited({ by: "ip" }, "global", ({ operation, context, api: one }) =>
      one === "audit" ? true : operation === "list" || (context === "product:gold" && operation === "create"),
    );
    expect(catalog["policies"]).to.equal(undefined);
    const of = (holder: unknown) => (holder as { rateLimitByKey?: unknown }).rateLimitByKey;
    const { gold } = catalog["products"]! as { readonly gold: unknown };
    const expected = [{ calls: 3, renewalPeriod: 60, counterKey: ["ip"], counterName: "NAME" }];
    const named = (limit: unknown) =>
      JSON.parse(JSON.stringify(limit).replaceAll(/"shared-[0-9a-f]{12}"/g, '"NAME"')) as unknown;
    expect(
      [gold, catalog["apis"]!["audit"], catalog["apis"]!["orders"]!["operations"]!["list"]]
        .map(of)
        .map(named),
    ).to.deep.equal([expected, expected, expected]);
  });

  const keys: readonly (readonly [LimitRule["by"], unknown])[] = [
    ["subscription", ["subscription"]],
    ["header:x-tenant", [{ header: "x-tenant" }]],
    ["user", [{ firstOf: ["user", "subscription"] }]],
    ["claim:sub", [{ claim: "sub" }]],
    ["constant:", [{ text: "all" }]],
    [["subscription", "constant:anonymous"], [{ firstOf: ["subscription", { text: "anonymous" }] }]],
    [["header:a", ["ip", "api"]], [{ firstOf: [{ header: "a" }, "ip", "api"] }]],
    [{ join: ["product", "constant:-", "operation"] }, ["product", { text: "-" }, "operation"]],
    [{ join: [["subscription", "ip"], "constant:x"] }, [{ firstOf: ["subscription", "ip"] }, { text: "x" }]],
  ];
  for (const [by, counterKey] of keys)
    it(`by ${JSON.stringify(by)}`, () => {
      const { catalog } = limited({ by, count: 1 }, "global", everywhere);
      expect(catalog["policies"]!["rateLimitByKey"]).to.deep.equal([
        { calls: 3, renewalPeriod: 60, counterKey, incrementCount: 1 },
      ]);
    });

  const conditions: readonly (readonly [Partial<LimitRule>, unknown])[] = [
    [{ status: [200, 299] }, { status: ["2xx"] }],
    [{ status: [200, 399] }, { status: ["2xx", "3xx"] }],
    [{ status: [399, 402] }, { status: [399, 400, 401, 402] }],
    [{ status: [400, 999] }, { status: ["4xx", "5xx"] }],
    [{ statusNot: 429 }, { statusNot: [429] }],
    [
      { status: [401, 401], statusNot: 429 },
      { status: [401], statusNot: [429] },
    ],
  ];
  for (const [rule, incrementCondition] of conditions)
    it(`counting ${JSON.stringify(rule)}`, () =>
      expect(
        limited({ by: "ip", ...rule }, "global", everywhere).catalog["policies"]!["rateLimitByKey"],
      ).to.deep.equal([{ calls: 3, renewalPeriod: 60, counterKey: ["ip"], incrementCondition }]));
  it("not at all, where no response counts", () =>
    expect(limited({ by: "ip", status: [600, 700] }, "global", everywhere).catalog).to.not.have.property(
      "policies",
    ));

  const unsound: readonly (readonly [string, Partial<LimitRule>, RegExp])[] = [
    ["of no calls", { calls: 0, by: "ip" }, /policies.rateLimitByKey\[0\].calls is 0/],
    ["of a period of a week", { period: 604_800, by: "ip" }, /renewalPeriod is 604800/],
    ["by a part that the catalog does not have", { by: "moon" }, /counts by something/],
  ];
  for (const [name, rule, reason] of unsound)
    it(`${name} is held, and named`, () => {
      const { held, catalog } = limited(rule, "global", everywhere);
      expect(held[0]!.reason).to.match(reason);
      expect(catalog["apis"]).to.deep.equal({});
    });
  it("with numbers from variables", () => {
    const calls: NumberText = "${env:CALLS}";
    expect(
      limited({ calls, period: "${env:PERIOD}", by: "ip" }, "global", everywhere).catalog["policies"]![
        "rateLimitByKey"
      ],
    ).to.deep.equal([{ calls, renewalPeriod: "${env:PERIOD}", counterKey: ["ip"] }]);
  });
});
