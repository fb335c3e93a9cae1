import { expect } from "chai";
import fc from "fast-check";
import type { Condition } from "#src/csharp/condition.js";
import { denialOf } from "#src/meaning/conditions/denial-of.js";
import { admits, conditions, holds, requests, whenHolds } from "./support.js";

const tokens: ReadonlySet<string> = new Set(["jwt"]);
const lacks = (value: string, claim = "roles", variable = "jwt"): Condition => ({
  not: { claim, has: [value], variable },
});
const isNot = (is: string, header = "x-a"): Condition => ({ not: { header, is } });
const absent: Condition = { header: "x-a", present: false };

const table: readonly (readonly [
  name: string,
  conditions: readonly Condition[],
  rule: object | undefined,
])[] = [
  ["without a condition", [], { kind: "deny" }],
  ["header absent", [absent], { kind: "header", name: "x-a", values: [] }],
  ["header other than a value", [isNot("v")], { kind: "header", name: "x-a", values: ["v"] }],
  [
    "header other than two values",
    [isNot("v"), isNot("w")],
    { kind: "header", name: "x-a", values: ["v", "w"] },
  ],
  [
    "header absent or another",
    [{ any: [absent, isNot("v")] }],
    { kind: "header", name: "x-a", values: ["v"] },
  ],
  [
    "header other than a value in any case",
    [{ not: { header: "x-a", is: "v", ignoreCase: true } }],
    { kind: "header", name: "x-a", values: ["v"], ignoreCase: true },
  ],
  ["header one of two values", [{ header: "x-a", is: "v" }], undefined],
  ["two headers", [isNot("v"), isNot("v", "x-b")], undefined],
  ["one header absent or another one", [{ any: [absent, isNot("v", "x-b")] }], undefined],
  ["header present", [{ header: "x-a", present: true }], undefined],
  ["exact and in any case", [isNot("v"), { not: { header: "x-a", is: "w", ignoreCase: true } }], undefined],
  ["claim lacks a value", [lacks("a")], { kind: "claim", name: "roles", match: "all", values: ["a"] }],
  [
    "claim lacks one of two",
    [{ any: [lacks("a"), lacks("b")] }],
    { kind: "claim", name: "roles", match: "all", values: ["a", "b"] },
  ],
  [
    "claim lacks both",
    [lacks("a"), lacks("b")],
    { kind: "claim", name: "roles", match: "any", values: ["a", "b"] },
  ],
  [
    "claim absent",
    [{ not: { claim: "roles", variable: "jwt" } }],
    { kind: "claim", name: "roles", match: "all" },
  ],
  [
    "claim absent or lacks both",
    [{ any: [{ not: { claim: "roles", variable: "jwt" } }, { all: [lacks("a"), lacks("b")] }] }],
    { kind: "claim", name: "roles", match: "any", values: ["a", "b"] },
  ],
  [
    "the negation of a claim",
    [{ not: { claim: "roles", has: ["a"], variable: "jwt" } }],
    { kind: "claim", name: "roles", match: "all", values: ["a"] },
  ],
  ["claim of a token that no element verified", [lacks("a", "roles", "other")], undefined],
  ["two claims", [lacks("a"), lacks("b", "scp")], undefined],
  ["claim with a value", [{ claim: "roles", has: ["a"], variable: "jwt" }], undefined],
  [
    "address other than two",
    [{ not: { ip: ["1.1.1.1"] } }, { not: { ip: ["2.2.2.2"] } }],
    { kind: "ip", action: "allow", addresses: ["1.1.1.1", "2.2.2.2"], ranges: [] },
  ],
  [
    "address one of two",
    [{ any: [{ ip: ["1.1.1.1"] }, { ip: ["2.2.2.2"] }] }],
    { kind: "ip", action: "forbid", addresses: ["1.1.1.1", "2.2.2.2"], ranges: [] },
  ],
  ["certificate absent", [{ certificate: false }], { kind: "certificate", identities: [] }],
  [
    "certificate absent or another",
    [{ any: [{ certificate: false }, { not: { thumbprint: ["T"] } }] }],
    { kind: "certificate", identities: [], thumbprints: ["T"] },
  ],
  ["certificate of a thumbprint", [{ thumbprint: ["T"] }], undefined],
  ["no product", [{ product: false }], { kind: "context", products: true }],
  ["another product", [{ not: { product: ["p"] } }], { kind: "context", products: ["p"] }],
  [
    "no product or another",
    [{ any: [{ product: false }, { not: { product: ["p"] } }] }],
    { kind: "context", products: ["p"] },
  ],
  ["no subscription", [{ subscription: false }], { kind: "key" }],
  ["a subscription", [{ not: { subscription: false } }], undefined],
];

/** The rule and its condition alone. */
function carriedBy(given: readonly Condition[], status: number): object | undefined {
  const { use: _, ...carried } = denialOf(given, status, tokens) ?? {};
  return "rule" in carried ? carried : undefined;
}

describe("the rule beside a denial", () => {
  for (const [name, given, rule] of table)
    it(`${name}: ${rule ? JSON.stringify(rule) : "none"}`, () =>
      expect(carriedBy(given, 403)).to.deep.equal(rule && { rule: { ...rule, status: 403 } }));

  it("method, operation, API and product alone: all calls under them", () =>
    expect(denialOf([{ method: ["GET"] }, { not: { api: ["a"] } }], 403, tokens)).to.deep.equal({
      rule: { kind: "deny", status: 403 },
      when: { all: [{ method: ["GET"] }, { not: { api: ["a"] } }] },
    }));

  it("such conditions beside another one: its rule under them", () =>
    expect(carriedBy([{ method: ["DELETE"] }, lacks("a")], 401)).to.deep.equal({
      rule: { kind: "claim", name: "roles", match: "all", values: ["a"], status: 401 },
      when: { method: ["DELETE"] },
    }));

  it("of claims names the variable of the token, and whether values are compared as one text", () => {
    const isNotText: Condition = { not: { claim: "roles", has: ["a"], joined: true, variable: "jwt" } };
    expect(denialOf([lacks("a")], 403, tokens)?.use).to.deep.equal({ variable: "jwt" });
    expect(denialOf([isNotText], 403, tokens)?.use).to.deep.equal({ variable: "jwt", isJoined: true });
    expect(denialOf([isNotText, lacks("b")], 403, tokens)).to.equal(undefined);
  });

  it("refuses exactly the requests for which the conditions hold", () => {
    let carried = 0;
    fc.assert(
      fc.property(
        fc.array(conditions, { maxLength: 3 }),
        fc.array(requests, { minLength: 12, maxLength: 12 }),
        (given, calls) => {
          const denial = denialOf(given, 403, tokens);
          if (denial === undefined) return;
          carried++;
          for (const call of calls) {
            const isDenied = given.every((condition) => holds(condition, call));
            const isRefused =
              (!denial.when || whenHolds(denial.when, call)) &&
              !admits(denial.rule, call, denial.use?.isJoined);
            expect(isRefused).to.equal(isDenied);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(carried).to.be.above(300);
  });
});
