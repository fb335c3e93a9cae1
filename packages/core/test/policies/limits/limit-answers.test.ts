import { expect } from "chai";
import { admittedFields, totalFields } from "#src/policies/limits/limit-fields.js";
import type { LimitKind, LimitPolicy } from "#src/policies/limits/limit-policy.js";
import { refusalOf } from "#src/policies/limits/limit-refusal.js";
import { LimitUse } from "#src/policies/limits/limit-use.js";
import { PER_CALLER } from "#src/policies/limits/counter-key.js";

const SCOPES = { any: "a", subscription: "s", client: "c", network: "n" };

interface Given extends Partial<LimitPolicy["fields"]> {
  readonly kind?: LimitKind;
  readonly limit?: number;
  readonly used?: number;
  readonly name?: string;
  readonly period?: number;
  readonly calls?: number;
}

function use({
  kind = "rate",
  limit = 5,
  used = 0,
  name,
  period = 60_000,
  calls = 5,
  ...fields
}: Given): LimitUse {
  const policy: LimitPolicy = {
    place: { place: "product:starter", index: 0, ...(name !== undefined && { name }) },
    ...{
      kind,
      limit,
      period,
      identity: "i",
      scopes: SCOPES,
      key: PER_CALLER,
      amount: 1,
      amountOf: undefined,
    },
    ...{ anchor: undefined, api: undefined, operation: undefined, total: calls },
    counterKind: kind === "rate" ? "sliding-window" : "fixed-window",
    fields: {
      remaining: fields.remaining,
      total: fields.total,
      retryAfter: fields.retryAfter,
    },
  };
  const made = new LimitUse(policy, "k", "", { amount: 1, anchor: 0, isMadeUp: false });
  made.used = used;
  return made;
}

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

describe("refusals of limits", () => {
  const rows: readonly (readonly [kind: LimitKind, wait: number, message: string, retryAfter?: string])[] = [
    ["rate", 57 * SECOND, "Rate limit is exceeded. Try again in 57 seconds.", "57"],
    ["rate", 1, "Rate limit is exceeded. Try again in 1 seconds.", "1"],
    ["rate", 1 * SECOND, "Rate limit is exceeded. Try again in 1 seconds.", "1"],
    ["rate", 1 * SECOND + 1, "Rate limit is exceeded. Try again in 2 seconds.", "2"],
    ["rate", DAY, "Rate limit is exceeded. Try again in 86400 seconds.", "86400"],
    ["quota", 406 * SECOND, "Out of call volume quota. Quota will be replenished in 00:06:46.", "406"],
    ["quota", 1, "Out of call volume quota. Quota will be replenished in 00:00:01.", "1"],
    ["quota", DAY - SECOND, "Out of call volume quota. Quota will be replenished in 23:59:59.", "86399"],
    ["quota", DAY - 1, "Out of call volume quota. Quota will be replenished in 1.00:00:00.", "86400"],
    ["quota", DAY, "Out of call volume quota. Quota will be replenished in 1.00:00:00.", "86400"],
    [
      "quota",
      2 * DAY + 3 * 3_600 * SECOND + 4 * 60 * SECOND + 5 * SECOND,
      "Out of call volume quota. Quota will be replenished in 2.03:04:05.",
      "183845",
    ],
    [
      "quota",
      3_650 * DAY,
      "Out of call volume quota. Quota will be replenished in 3650.00:00:00.",
      "315360000",
    ],
    ["quota", Infinity, "Out of call volume quota."],
    ["bandwidth", 61 * SECOND, "Out of bandwidth quota. Quota will be replenished in 00:01:01.", "61"],
    ["bandwidth", Infinity, "Out of bandwidth quota."],
  ];
  for (const [kind, wait, expected, retryAfter] of rows)
    it(`${kind}, ${wait} ms: ${expected}`, () => {
      const { message, headers, limit } = refusalOf([use({ kind })], [wait], {});
      expect(message).to.equal(expected);
      expect(headers).to.deep.equal(retryAfter === undefined ? {} : { "retry-after": retryAfter });
      expect(limit.retryAfter).to.equal(retryAfter && Number(retryAfter));
    });

  it("rates before quotas, then the longest wait, then the first", () => {
    const uses = [
      use({ kind: "quota", name: "q" }),
      use({ name: "a" }),
      use({ name: "b" }),
      use({ name: "c" }),
    ];
    const name = (...waits: number[]) => refusalOf(uses, waits, {}).limit.name;
    expect(name(DAY, 5, 6, 6)).to.equal("b");
    expect(name(Infinity, 0, 0, 1)).to.equal("c");
    expect(name(7, 0, 0, 0)).to.equal("q");
    expect(refusalOf(uses, [DAY, 5, 0, 0], {}).code).to.equal("rate_exceeded");
    expect(refusalOf(uses.toReversed(), [0, 0, 5, DAY], {}).limit.name).to.equal("a");
  });
  it("the field that was named, in place of Retry-After, beside the totals", () =>
    expect(refusalOf([use({ retryAfter: "x-wait" })], [5_000], { "x-all": "5" }).headers).to.deep.equal({
      "x-all": "5",
      "x-wait": "5",
    }));
  it("say where, and in which unit, and never who", () => {
    expect(refusalOf([use({ kind: "bandwidth", limit: 2_048, name: "n" })], [5_000], {}).limit).to.deep.equal(
      {
        ...{ kind: "bandwidth", place: "product:starter", name: "n", bandwidth: 2 },
        ...{ renewalPeriod: 60, retryAfter: 5 },
      },
    );
    expect(refusalOf([use({ kind: "quota", period: 0 })], [Infinity], {}).limit).to.deep.equal({
      ...{ kind: "quota", place: "product:starter", calls: 5, renewalPeriod: 0 },
    });
  });
});

describe("fields of admitted responses", () => {
  it("none unless they are named", () => {
    expect(admittedFields([])).to.equal(undefined);
    expect(admittedFields([use({}), use({ retryAfter: "x-wait" })])).to.equal(undefined);
  });
  it("what is left, and the calls of the period", () => {
    const named = { remaining: "x-left", total: "x-all" };
    expect(admittedFields([use({ ...named, used: 2 })])).to.deep.equal({ "x-left": "3", "x-all": "5" });
    expect(admittedFields([use({ ...named, used: 9 })])).to.deep.equal({ "x-left": "0", "x-all": "5" });
    expect(admittedFields([use({ total: "x-all" })])).to.deep.equal({ "x-all": "5" });
  });
  it("of several with one name: the least that is left, and its total, whatever their order", () => {
    const named = { remaining: "x-left", total: "x-all" };
    const wide = use({ ...named, limit: 100, calls: 100, used: 90 });
    const narrow = use({ ...named, limit: 5, calls: 5, used: 1 });
    for (const uses of [
      [wide, narrow],
      [narrow, wide],
    ])
      expect(admittedFields(uses)).to.deep.equal({ "x-left": "4", "x-all": "5" });
  });
  it("of several with one name and the same number left: the total of the first", () => {
    const named = { remaining: "x-left", total: "x-all" };
    const uses = [100, 50, 5].map((calls) => use({ ...named, limit: calls, calls, used: calls - 2 }));
    expect(admittedFields(uses)).to.deep.equal({ "x-left": "2", "x-all": "100" });
  });
  it("an API within a product lowers what is left, and the total stays the product's", () => {
    const named = { remaining: "x-left", total: "x-all", calls: 100 };
    const uses = [use({ ...named, limit: 100, used: 1 }), use({ ...named, limit: 5, used: 4 })];
    expect(admittedFields(uses)).to.deep.equal({ "x-left": "1", "x-all": "100" });
  });
  it("of several with different names: each", () => {
    const uses = [use({ remaining: "x-a", used: 1 }), use({ remaining: "x-b", used: 2 })];
    expect(admittedFields(uses)).to.deep.equal({ "x-a": "4", "x-b": "3" });
  });
});

describe("fields of responses that a limit refuses", () => {
  it("the totals only, the first of each name", () => {
    const uses = [
      use({ remaining: "x-left", total: "x-all", calls: 100 }),
      use({ total: "x-all", calls: 5 }),
      use({ total: "x-other", calls: 7 }),
    ];
    expect(totalFields(uses)).to.deep.equal({ "x-all": "100", "x-other": "7" });
    expect(totalFields([use({ remaining: "x-left" })])).to.deep.equal({});
  });
});
