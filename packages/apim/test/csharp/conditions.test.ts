import { expect } from "chai";
import fc from "fast-check";
import type { Condition } from "#src/csharp/condition.js";
import { allOf, anyOf, negate, normalize } from "#src/csharp/conditions.js";
import { anyCaller, holds } from "./support/caller.js";
import { anyWritten } from "./support/written-condition.js";

const a: Condition = { operation: ["a"] };
const b: Condition = { api: ["b"] };
const c: Condition = { product: false };
const there: Condition = { header: "x", present: true };
const absent: Condition = { header: "x", present: false };
const is: Condition = { header: "x", is: "v" };

describe("conditions", () => {
  it("negates an atom, and takes a negation away", () => {
    expect(negate(a)).to.deep.equal({ not: a });
    expect(negate({ not: a })).to.equal(a);
    expect(negate({ all: [a, b] })).to.deep.equal({ not: { all: [a, b] } });
  });

  it("turns a header's presence round, but not its value", () => {
    expect(negate(there)).to.deep.equal(absent);
    expect(negate(absent)).to.deep.equal(there);
    expect(negate(is)).to.deep.equal({ not: is });
  });

  it("joins lists of the same kind, and leaves one condition alone", () => {
    expect(allOf([a])).to.equal(a);
    expect(anyOf([a])).to.equal(a);
    expect(allOf([a, { all: [b, c] }, { any: [a, b] }])).to.deep.equal({ all: [a, b, c, { any: [a, b] }] });
    expect(anyOf([{ any: [a, b] }, c, { all: [a, b] }])).to.deep.equal({ any: [a, b, c, { all: [a, b] }] });
    expect(allOf([])).to.deep.equal({ all: [] });
    expect(anyOf([])).to.deep.equal({ any: [] });
  });

  const normal: readonly (readonly [Condition, Condition])[] = [
    [a, a],
    [{ not: a }, { not: a }],
    [{ not: { not: a } }, a],
    [{ not: { not: { not: a } } }, { not: a }],
    [{ not: there }, absent],
    [{ all: [a] }, a],
    [{ any: [{ any: [a] }] }, a],
    [{ not: { all: [a, b] } }, { any: [{ not: a }, { not: b }] }],
    [{ not: { any: [a, there] } }, { all: [{ not: a }, absent] }],
    [{ not: { any: [a, { all: [b, { not: c }] }] } }, { all: [{ not: a }, { any: [{ not: b }, c] }] }],
    [{ all: [a, { not: { any: [b, c] } }] }, { all: [a, { not: b }, { not: c }] }],
    [{ any: [a, { not: { all: [b, c] } }] }, { any: [a, { not: b }, { not: c }] }],
  ];
  for (const [given, wanted] of normal)
    it(`normalizes ${JSON.stringify(given)}`, () => expect(normalize(given)).to.deep.equal(wanted));

  it("normalizes to negations at atoms only, to flat lists, to as many atoms, and once for all", () =>
    fc.assert(
      fc.property(anyWritten, ({ normal: condition }) => {
        const given: Condition = { not: condition };
        const normalized = normalize(given);
        expect(problemsOf(normalized)).to.deep.equal([]);
        expect(atomsIn(normalized)).to.equal(atomsIn(given));
        expect(normalize(normalized)).to.deep.equal(normalized);
      }),
      { numRuns: 200 },
    ));

  it("negates truth, and joins it", () =>
    fc.assert(
      fc.property(anyWritten, anyWritten, anyCaller, (left, right, caller) => {
        const [first, second] = [left.isTrue(caller), right.isTrue(caller)];
        expect(holds(negate(left.normal), caller)).to.equal(!first);
        expect(holds(normalize(negate(left.normal)), caller)).to.equal(!first);
        expect(holds(allOf([left.normal, right.normal]), caller)).to.equal(first && second);
        expect(holds(anyOf([left.normal, right.normal]), caller)).to.equal(first || second);
      }),
      { numRuns: 200 },
    ));
});

/** What is not in normal form. */
function problemsOf(condition: Condition): readonly string[] {
  if ("not" in condition)
    return ["all", "any", "not", "present"].filter((key) => key in condition.not).map((key) => `not ${key}`);
  const key = "all" in condition ? "all" : "any";
  const parts = "all" in condition ? condition.all : "any" in condition ? condition.any : undefined;
  if (parts === undefined) return [];
  const own = parts.filter((part) => key in part).map(() => `${key} in ${key}`);
  return [...own, ...(parts.length < 2 ? ["short list"] : []), ...parts.flatMap(problemsOf)];
}

function atomsIn(condition: Condition): number {
  if ("not" in condition) return atomsIn(condition.not);
  if ("all" in condition) return condition.all.reduce((sum, part) => sum + atomsIn(part), 0);
  return "any" in condition ? condition.any.reduce((sum, part) => sum + atomsIn(part), 0) : 1;
}
