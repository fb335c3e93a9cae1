import { expect } from "chai";
import * as fc from "fast-check";
import type { DecisionEvent } from "#src/index.js";
import { DecisionLabels, MAX_COMBINATIONS, OTHER } from "#src/telemetry/decision-labels.js";

const NAMES = [
  "product_auth.code",
  "product_auth.credential.kind",
  "product_auth.product.name",
  "product_auth.api.name",
  "product_auth.operation.name",
];

/** What a request brings into an event: any text at all. */
const fromRequest = fc.record({
  method: fc.string(),
  path: fc.string(),
  expected: fc.string(),
  actual: fc.string(),
  clientId: fc.string(),
  subscriptionId: fc.string(),
  tokenId: fc.string(),
  address: fc.string(),
});

const fromCatalog = fc.record({
  outcome: fc.constantFrom("admit", "refuse", "unavailable"),
  code: fc.constantFrom("token_missing", "key_unknown", undefined),
  credential: fc.constantFrom("token", "key", "both", "none", undefined),
  product: fc.option(fc.constantFrom("starter", "pro"), { nil: undefined }),
  api: fc.option(fc.constantFrom("orders", "__proto__"), { nil: undefined }),
  operation: fc.option(fc.constantFrom("list", "a\n,b"), { nil: undefined }),
  rule: fc.constantFrom({}, { product: "pro" }, { product: ["starter"] }, { product: ["starter", "pro"] }),
});

const eventWith = (parts: object): DecisionEvent => parts as DecisionEvent;
const product = (name: string, more: object = {}) =>
  eventWith({ outcome: "admit", credential: "key", product: name, rule: {}, ...more });

describe("the labels of decisions", () => {
  it("do not depend on anything that a request contains", () =>
    fc.assert(
      fc.property(fromCatalog, fromRequest, fromRequest, (catalog, one, other) => {
        const labels = new DecisionLabels();
        const found = labels.of(eventWith({ ...one, ...catalog }));
        expect(Object.keys(found)).to.satisfy((names: string[]) =>
          names.every((name) => NAMES.includes(name)),
        );
        expect(labels.of(eventWith({ ...other, ...catalog }))).to.equal(found);
        const known = new Set<unknown>([catalog.code, catalog.credential, "starter", "pro"]);
        for (const value of [catalog.api, catalog.operation]) known.add(value);
        expect([...known]).to.include.members(Object.values(found));
      }),
    ));

  it("are told apart whatever names contain", () => {
    const labels = new DecisionLabels();
    const one = labels.of(product("a", { api: 'b","c' }));
    expect(labels.of(product("a", { api: "b", operation: "c" }))).to.not.equal(one);
  });

  it("name the product that a refused request needed, where the rule names one", () => {
    const labels = new DecisionLabels();
    const refused = (rule: object) =>
      labels.of(eventWith({ outcome: "refuse", code: "token_missing", rule }))["product_auth.product.name"];
    expect(refused({ product: "pro" })).to.equal("pro");
    expect(refused({ product: ["pro"] })).to.equal("pro");
    expect(refused({ product: ["pro", "starter"] })).to.equal(undefined);
  });

  const refused = (name: string, more: object = {}) =>
    eventWith({ outcome: "refuse", code: "token_missing", rule: { product: name }, ...more });
  const KINDS = { admissions: product, "all other decisions": refused };

  for (const [kind, decided] of Object.entries(KINDS))
    it(`are limited in number for ${kind}, for a catalog that is replaced without end: the rest are other`, () => {
      const labels = new DecisionLabels();
      const found = new Set<string>();
      for (let i = 0; i < 5_000; i++)
        found.add(JSON.stringify(labels.of(decided(`p${i}`, { api: `a${i}` }))));
      expect(found.size).to.equal(MAX_COMBINATIONS + 1);
      const { ["product_auth.code"]: code, ...others } = labels.of(decided("p4999", { api: "a" }));
      expect(code).to.equal(decided("p").code);
      expect(others).to.deep.equal({
        "product_auth.credential.kind": OTHER,
        "product_auth.product.name": OTHER,
        "product_auth.api.name": OTHER,
        "product_auth.operation.name": OTHER,
      });
      expect(labels.of(decided("p0", { api: "a0" }))["product_auth.product.name"]).to.equal("p0");
    });

  it("of admissions are not used up by callers that are refused", () => {
    const labels = new DecisionLabels();
    for (let i = 0; i < 5_000; i++) labels.of(refused(`p${i}`));
    expect(labels.of(product("p4999"))["product_auth.product.name"]).to.equal("p4999");
  });
});
