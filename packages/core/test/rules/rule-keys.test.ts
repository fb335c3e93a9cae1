import { expect } from "chai";
import { copyOfRule, RuleKeys } from "#src/rules/rule-keys.js";

describe("keys of rules", () => {
  const policy = () => undefined;
  const rule = (judge: unknown) => ({ product: "pro", custom: [{ name: "plan", judge }] });

  it("are equal for equal rules, with the same functions", () => {
    const keys = new RuleKeys();
    expect(keys.keyOf(rule(policy), "rule")).to.equal(keys.keyOf(rule(policy), "rule"));
    expect(keys.keyOf({ product: "pro" }, "rule")).to.equal(keys.keyOf({ product: "pro" }, "rule"));
  });
  it("differ when functions differ, though their texts do not", () => {
    const keys = new RuleKeys();
    const made = [() => undefined, () => undefined].map((judge) => keys.keyOf(rule(judge), "rule"));
    expect(
      new Set([...made, keys.keyOf(rule(policy), "rule"), keys.keyOf({ product: "pro" }, "rule")]).size,
    ).to.equal(4);
  });
  it("differ between places, and between alternatives", () => {
    const keys = new RuleKeys();
    expect(keys.keyOf(rule(policy), "a")).to.not.equal(keys.keyOf(rule(policy), "b"));
    const [one, other] = [() => undefined, () => undefined].map((judge) =>
      keys.keyOf({ anyOf: [{ product: "pro" }, rule(judge)] }, "rule"),
    );
    expect(one).to.not.equal(other);
  });
  it("a copy keeps functions and shares no list", () => {
    const given = { product: ["pro"], custom: [{ name: "plan", judge: policy }] };
    const copy = copyOfRule(given);
    given.product.push("batch");
    given.custom.pop();
    expect(copy).to.deep.equal({ product: ["pro"], custom: [{ name: "plan", judge: policy }] });
    expect(copy.custom[0]!.judge).to.equal(policy);
  });
});
