import { expect } from "chai";
import { withLinkedApis } from "#src/configuration/linked-apis.js";
import { lost } from "#src/report/holding-finding.js";
import { apiOf, productOf } from "../meaning/support/configuration.js";

const holding = withLinkedApis(
  [
    apiOf("a", { subscriptionRequired: false }),
    apiOf("b", { subscriptionRequired: false, products: ["free"] }),
    apiOf("c", { subscriptionRequired: false, products: ["gold"] }),
    apiOf("d", { products: ["gold"] }),
  ],
  [{ ...productOf("free"), accepts: ["key", "open"] }, productOf("gold")],
);

describe("a link of a product that cannot be read holds what calls without a key reach:", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "links:free": ["api:a", "api:c"],
    "links:gold": [],
    "links:unknown": ["api:a", "api:c"],
    "links:": ["api:a", "api:c"],
    "api:d": ["api:d"],
  };
  for (const [given, expected] of Object.entries(cases))
    it(`${given} holds ${expected.join(" and ") || "nothing"}`, () =>
      expect(holding(lost("arm-expression", "main.json", [given], "x")).holds).to.deep.equal(expected));
});
