import { expect } from "chai";
import { didYouMean } from "#src/lib/did-you-mean.js";

describe("didYouMean", () => {
  const NAMES = ["starter", "pro", "partner", "subscriptionKeyParameterNames"];
  const cases = [
    ["startre", "starter"],
    ["Starter", "starter"],
    ["STARTER", "starter"],
    ["strtr", "starter"],
    ["prro", "pro"],
    ["subscriptionKeyParams", undefined],
    ["subscriptionKeyParameter", "subscriptionKeyParameterNames"],
    ["gold", undefined],
    ["partne", "partner"],
    ["", undefined],
    ["x".repeat(100_000), undefined],
    ["__proto__", undefined],
  ] as const;
  for (const [written, expected] of cases) {
    it(`${written.slice(0, 24) || "nothing"}: ${expected ?? "no suggestion"}`, () => {
      expect(didYouMean(written, NAMES)).to.equal(expected);
    });
  }
  it("prefers the nearest", () => {
    expect(didYouMean("parter", ["starter", "partner"])).to.equal("partner");
  });
  it("has nothing to suggest from nothing", () => {
    expect(didYouMean("starter", [])).to.equal(undefined);
  });
});
