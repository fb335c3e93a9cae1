import { expect } from "chai";
import fc from "fast-check";
import { variableName, VariableNames } from "#src/variables/variable-names.js";

describe("the name of a variable", () => {
  const rows = [
    ["tenant-id", "TENANT_ID"],
    ["a.b--c d", "A_B_C_D"],
    ["3scale", "3SCALE"],
    ["x-", "X_"],
    ["ALREADY_2", "ALREADY_2"],
  ] as const;
  for (const [name, expected] of rows)
    it(`${name} gives ${expected}`, () => expect(variableName(name)).to.equal(expected));
});

describe("names of variables over an import", () => {
  const names = () => new VariableNames(new Set(["FOREIGN"]));

  it("one value has one variable", () => {
    const all = names();
    expect([all.ofValue("a-b"), all.ofValue("a-b")]).to.deep.equal(["A_B", "A_B"]);
  });

  it("two values whose names are alike get a number", () => {
    const all = names();
    expect([all.ofValue("a-b"), all.ofValue("a.b"), all.ofValue("a_b"), all.ofValue("a.b")]).to.deep.equal([
      ...["A_B", "A_B_2", "A_B_3", "A_B_2"],
    ]);
  });

  it("texts get a number for each, and never the name of a value", () => {
    const all = names();
    all.ofValue("key-2");
    const given = ["one", "two", "one", "three"].map((text) => all.ofText(text, "KEY"));
    expect(given).to.deep.equal(["KEY", "KEY_3", "KEY", "KEY_4"]);
  });

  it("a text gets no name that the documents hold, known at the start or seen on the way", () => {
    const all = names();
    all.reserve("SEEN");
    expect([all.ofText("a", "FOREIGN"), all.ofText("b", "SEEN")]).to.deep.equal(["FOREIGN_2", "SEEN_2"]);
  });

  it("a value is the variable that the documents hold under its name", () => {
    const all = names();
    all.reserve("SEEN");
    expect([all.ofValue("foreign"), all.ofValue("seen")]).to.deep.equal(["FOREIGN", "SEEN"]);
  });

  it("a value and a text are two, even where their origins read alike", () => {
    const all = names();
    expect([all.ofValue("x"), all.ofText("x", "x")]).to.deep.equal(["X", "X_2"]);
  });

  it("names that are taken back are given out again", () => {
    const all = names();
    all.ofText("a", "KEY");
    const before = all.count;
    all.ofText("b", "KEY");
    all.ofValue("tenant");
    all.forget(before);
    expect(all.count).to.equal(1);
    all.ofText("b", "KEY");
    all.ofText("d", "KEY");
    all.ofText("e", "KEY");
    all.forget(before);
    expect([all.ofText("c", "KEY"), all.ofText("a", "KEY")]).to.deep.equal(["KEY_2", "KEY"]);
  });

  it("different origins never share a name", () => {
    const origin = fc.tuple(fc.boolean(), fc.constantFrom("a", "a-b", "a.b", "a_b", "a-b-2", "a-2", "A"));
    fc.assert(
      fc.property(fc.array(origin), (origins) => {
        const all = names();
        const byName = new Map<string, string>();
        for (const [isValue, name] of origins) {
          const key = `${isValue} ${name}`;
          const given = isValue ? all.ofValue(name) : all.ofText(name, name);
          expect(byName.get(given) ?? key).to.equal(key);
          byName.set(given, key);
        }
      }),
      { numRuns: 100 },
    );
  });
});
