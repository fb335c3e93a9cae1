import { expect } from "chai";
import type { LimitPolicy } from "#src/policies/limits/limit-policy.js";
import {
  hasOnlyLimits,
  inOrder,
  isEmpty,
  NO_POLICIES,
  policiesIn,
  type CatalogPolicies,
  type PlacedPolicies,
} from "#src/policies/placed-policies.js";
import { chainAt, PolicyChain } from "#src/policies/policy-chain.js";

const KINDS = ["connection", "tokens", "custom", "limits"] as const;

/** One policy of each of these kinds at a place, known by its name. */
const at = (name: string, kinds: readonly string[] = KINDS, more: object = {}): PlacedPolicies =>
  Object.fromEntries(KINDS.map((kind) => [kind, kinds.includes(kind) ? [{ name, ...more }] : []])) as never;

/** The names of the policies of each kind. */
const named = (policies: PlacedPolicies, kinds: readonly (typeof KINDS)[number][] = KINDS) =>
  kinds.map((kind) => policies[kind].map((one) => (one as unknown as { name: string }).name).join(" "));

const catalog = (more: Partial<CatalogPolicies> = {}): CatalogPolicies => ({
  global: at("global"),
  byProduct: new Map([
    ["starter", at("starter")],
    ["pro", at("pro")],
  ]),
  byApi: new Map([["orders", at("orders")]]),
  byOperation: new Map([["orders/list", at("list")]]),
  ofRule: () => ({ problems: [], policies: NO_POLICIES }),
  ...more,
});

const products = [{ name: "starter" }, { name: "pro" }];
const orders = { name: "orders" };
const rule = at("rule");

describe("the policies of several places", () => {
  it("kind by kind, in the order of the places, frozen", () => {
    const all = inOrder([
      at("a"),
      undefined,
      NO_POLICIES,
      at("b", ["limits"]),
      at("c", ["tokens", "limits"]),
    ]);
    expect(named(all)).to.deep.equal(["a", "a c", "a", "a b c"]);
    expect(all).to.be.frozen;
    expect(inOrder([undefined, NO_POLICIES, at("a", [])])).to.equal(NO_POLICIES);
  });
  it("are empty only without any kind", () => {
    expect(isEmpty(NO_POLICIES)).to.equal(true);
    for (const kind of KINDS) expect(isEmpty(at("a", [kind])), kind).to.equal(false);
  });
  it("are limits only when no other kind is there", () => {
    expect(hasOnlyLimits(at("a", ["limits"]))).to.equal(true);
    expect(hasOnlyLimits(NO_POLICIES)).to.equal(true);
    for (const kind of KINDS.slice(0, 3))
      expect(hasOnlyLimits(at("a", ["limits", kind])), kind).to.equal(false);
  });
  it("of a whole catalog", () => {
    expect(policiesIn(undefined)).to.equal(NO_POLICIES);
    expect(named(policiesIn(catalog()))).to.deep.equal(Array(4).fill("global starter pro orders list"));
  });
});

describe("the policies of a requirement", () => {
  it("those of the instance, the product, the API, the operation and the rule", () => {
    const chain = PolicyChain.of(catalog(), { products, api: orders, operation: "list", rule })!;
    expect(named(chain.for("starter"))).to.deep.equal([
      "starter",
      ...Array<string>(3).fill("global starter orders list rule"),
    ]);
    expect(named(chain.for("pro"))).to.deep.equal([
      "pro",
      ...Array<string>(3).fill("global pro orders list rule"),
    ]);
    expect(named(chain.for(undefined))).to.deep.equal([
      "",
      ...Array<string>(3).fill("global orders list rule"),
    ]);
    expect(named(chain.for("unknown"))).to.deep.equal(named(chain.for(undefined)));
  });
  it("before a credential is read: those about the connection, but for the product's", () => {
    const before = (scope: object) =>
      PolicyChain.of(catalog(), { products, ...scope })!.connection.map(
        (one) => (one as never as { name: string }).name,
      );
    expect(before({})).to.deep.equal(["global"]);
    expect(before({ api: orders })).to.deep.equal(["global", "orders"]);
    expect(before({ api: orders, operation: "list" })).to.deep.equal(["global", "orders", "list"]);
    expect(before({ api: orders, operation: "create" })).to.deep.equal(["global", "orders"]);
    expect(before({ operation: "list" })).to.deep.equal(["global"]);
    expect(before({ api: { name: "files" } })).to.deep.equal(["global"]);
  });
  it("are put in order once for each product, and frozen", () => {
    const chain = PolicyChain.of(catalog(), { products, rule })!;
    const found = chain.for("starter");
    expect(chain.for("starter")).to.equal(found).and.to.be.frozen;
    expect(chain.for("pro")).to.not.equal(found);
  });
  it("without a policy for it: none", () => {
    const none = catalog({ global: NO_POLICIES, byApi: new Map() });
    expect(PolicyChain.of(undefined, { products })).to.equal(undefined);
    expect(PolicyChain.of(none, { products: [{ name: "other" }], api: orders })).to.equal(undefined);
    expect(PolicyChain.of(none, { products: [] })).to.equal(undefined);
    // One place is enough.
    expect(PolicyChain.of(none, { products: [{ name: "other" }, { name: "pro" }] })).to.not.equal(undefined);
    expect(PolicyChain.of(none, { products: [], api: orders, operation: "list" })).to.not.equal(undefined);
    expect(PolicyChain.of(none, { products: [], rule })).to.not.equal(undefined);
    const connection = at("global", ["connection"]);
    expect(PolicyChain.of(catalog({ global: connection, byProduct: new Map() }), { products })).to.not.equal(
      undefined,
    );
  });
  it("for reports: all, whichever product admits", () => {
    const chain = PolicyChain.of(catalog(), { products, api: orders, operation: "list", rule })!;
    expect(named(chain.all(["starter", "pro"]))).to.deep.equal(
      Array(4).fill("global starter pro orders list rule"),
    );
    expect(named(chain.all([]))).to.deep.equal(Array(4).fill("global orders list rule"));
  });
  it("limits of a product that name an API or an operation: only there", () => {
    const limits = [{}, { api: "orders" }, { api: "orders", operation: "list" }, { api: "files" }].map(
      (where, i) => ({ name: `${i}`, ...where }) as unknown as LimitPolicy,
    );
    const only = { ...NO_POLICIES, limits };
    const policies = catalog({
      ...{ global: NO_POLICIES, byApi: new Map(), byOperation: new Map() },
      byProduct: new Map([["starter", only]]),
    });
    const applying = (scope: object) => {
      const chain = PolicyChain.of(policies, { products, ...scope })!;
      return [chain.for("starter"), chain.all(["starter"])].map((found) => named(found, ["limits"])[0]);
    };
    expect(applying({})).to.deep.equal(["0", "0"]);
    expect(applying({ api: orders })).to.deep.equal(["0 1", "0 1"]);
    expect(applying({ api: orders, operation: "list" })).to.deep.equal(["0 1 2", "0 1 2"]);
    expect(applying({ api: { name: "files" }, operation: "list" })).to.deep.equal(["0 3", "0 3"]);
  });
});

describe("the policies of a rule at a path", () => {
  const of = (scope: object) => PolicyChain.of(catalog(), { products, ...scope })!;
  const place = of({ api: orders, operation: "list" });

  it("those of the place, and the rule's after them", () => {
    expect(named(chainAt(of({ rule }), place)!.for("pro"), ["tokens"])).to.deep.equal([
      "global pro orders list rule",
    ]);
  });
  it("the place's or the rule's alone, when there is no other", () => {
    const ofRule = of({ rule });
    expect(chainAt(undefined, place)).to.equal(place);
    expect(chainAt(ofRule, undefined)).to.equal(ofRule);
    expect(chainAt(undefined, undefined)).to.equal(undefined);
  });
  it("are made once for each rule", () => {
    const [one, other] = [at("one"), at("other")];
    expect(place.withRule(one)).to.equal(place.withRule(one));
    expect(place.withRule(one)).to.not.equal(place.withRule(other));
    expect(place.withRule(place.rule)).to.equal(place);
    expect(place.withRule(one).withRule(one)).to.equal(place.withRule(one));
  });
});
