import { expect } from "chai";
import type { Condition } from "#src/csharp/condition.js";
import { under } from "#src/meaning/conditions/circumstances.js";
import { whenOf } from "#src/meaning/conditions/when-of.js";

const api = (name: string): Condition => ({ api: [name] });
const some = (count: number): Condition[] => Array.from({ length: count }, (_, index) => api(`a${index}`));

describe("circumstances", () => {
  it("are unknown below what is unknown", () => {
    expect(under(undefined, api("a"))).to.equal(undefined);
    expect(under([], undefined)).to.equal(undefined);
  });

  it("are one list, whatever stands in the other", () =>
    expect(under([api("a")], { all: [api("b"), api("c")] })).to.deep.equal([api("a"), api("b"), api("c")]));

  for (const [name, inner] of [
    ["in a list", (count: number): Condition => ({ all: some(count) })],
    ["of which any holds", (count: number): Condition => ({ any: some(count) })],
    ["that are negated", (count: number): Condition => ({ not: { any: some(count) } })],
    ["in a list in a list", (count: number): Condition => ({ any: [{ all: some(count) }] })],
  ] as const)
    it(`may be 50 comparisons ${name}, and no more`, () => {
      expect(under([api("a")], inner(49))).not.to.equal(undefined);
      expect(under([api("a")], inner(50))).to.equal(undefined);
    });
});

describe("the condition of a rule", () => {
  const carried: readonly Condition[] = [
    { method: ["GET"] },
    { operation: ["o"] },
    { api: ["a"] },
    { product: ["p"] },
    { product: false },
    { not: { method: ["GET"] } },
    { any: [{ method: ["GET"] }, { all: [{ api: ["a"] }, { product: ["p"] }] }] },
    { all: [{ api: ["a"] }, { not: { any: [{ api: ["b"] }] } }] },
  ];
  for (const condition of carried)
    it(`may be ${JSON.stringify(condition)}`, () => expect(whenOf([condition])).to.deep.equal(condition));

  const other: Condition = { header: "h", present: true };
  for (const condition of [
    other,
    { not: other },
    { any: [{ api: ["a"] }, other] },
    { all: [{ api: ["a"] }, other] },
    { subscription: false },
    { ip: ["1.1.1.1"] },
    { certificate: false },
    { claim: "c", variable: "v" },
  ] as readonly Condition[])
    it(`cannot be ${JSON.stringify(condition)}`, () => {
      expect(whenOf([condition])).to.equal(undefined);
      expect(whenOf([api("a"), condition])).to.equal(undefined);
    });

  it("has several in a list", () =>
    expect(whenOf([api("a"), { method: ["GET"] }])).to.deep.equal({ all: [api("a"), { method: ["GET"] }] }));
});
