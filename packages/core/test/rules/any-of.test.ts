import { expect } from "chai";
import { createProductAuth, type Decision, type Rule } from "#src/index.js";
import { ScopeRules } from "#src/rules/scope-rules.js";
import { auth, demand } from "../catalog.js";
import { problemsOf } from "../options/problems-of.js";
import { viewOf } from "../request/view-of.js";
import { compiled } from "./compiled.js";

const starter = { product: "starter" } as const;
const scopes = { scopes: ["Orders.Read"] } as const;

describe("anyOf: rules that are refused, each with its one problem", () => {
  const withApis = createProductAuth({
    products: { gold: { accepts: ["key"] }, silver: { accepts: ["key"] } },
    apis: { orders: { path: "orders", products: ["gold"] } },
    subscriptions: [],
  });
  const cases: readonly (readonly [rule: unknown, path: string, message: string, fix: RegExp])[] = [
    [{ anyOf: [] }, "rule.anyOf", "is empty", /{ product: "starter" }/],
    [{ anyOf: undefined }, "rule", "demands nothing", /open\(\)/],
    [{ anyOf: starter }, "rule.anyOf", "is an object", /write a list of rules/],
    [{ anyOf: "starter" }, "rule.anyOf", "is a string", /write a list of rules/],
    [{ anyOf: null }, "rule.anyOf", "is null", /write a list of rules/],
    [{ anyOf: Array(9).fill(starter) }, "rule.anyOf", "has 9 alternatives", /at most 8/],
    [{ anyOf: [starter, {}] }, "rule.anyOf[1]", "demands nothing", /open\(\)/],
    [{ anyOf: [starter, undefined] }, "rule.anyOf[1]", "is not a rule", /{ product: "starter" }/],
    [{ anyOf: [starter, "pro"] }, "rule.anyOf[1]", "is not a rule", /{ product: "starter" }/],
    // oxlint-disable-next-line no-sparse-arrays -- a list with a hole
    [{ anyOf: [starter, , scopes] }, "rule.anyOf[1]", "is not a rule", /{ product: "starter" }/],
    [{ anyOf: [starter, { anyOf: [scopes] }] }, "rule.anyOf[1].anyOf", "is nested", /in one anyOf/],
    [{ anyOf: [{ ...starter, api: "orders" }] }, "rule.anyOf[0].api", "stands in an alternative", /beside/],
    [
      { anyOf: [starter], product: "pro" },
      "rule.product",
      "stands beside anyOf",
      /write it in each alternative; only api/,
    ],
    [{ anyOf: [starter], all: true }, "rule.all", "stands beside anyOf", /each alternative/],
    [{ anyOf: [starter], scopes: undefined }, "rule.scopes", "is undefined", /remove it/],
    [{ anyOf: [starter], scope: ["A"] }, "rule.scope", "is not part of a rule", /"scopes"/],
    [
      { anyOf: [{ product: "startre" }] },
      "rule.anyOf[0].product",
      'names an unknown product, "startre"',
      /"starter"/,
    ],
    [{ anyOf: [starter, { scope: ["A"] }] }, "rule.anyOf[1].scope", "is not part of a rule", /"scopes"/],
    [{ anyOf: [starter, { scopes: [] }] }, "rule.anyOf[1].scopes", "is empty", /Orders.Read/],
    [
      { anyOf: [starter, { ...scopes, roles: undefined }] },
      "rule.anyOf[1].roles",
      "is undefined",
      /remove it/,
    ],
    [
      { anyOf: [starter, { product: "partner", scopes: ["A"] }] },
      "rule.anyOf[1]",
      "accepts no credential that its products accept",
      /accepts tokens/,
    ],
    [
      { anyOf: [{ product: "starter", all: true }] },
      "rule.anyOf[0]",
      "demands token and key, but its products do not accept both",
      /accepts both/,
    ],
  ];
  for (const [rule, path, message, fix] of cases)
    it(`${JSON.stringify(rule)}: ${path} ${message}`, () => {
      const problems = problemsOf(() => auth.requirement(rule as Rule<"pro">));
      expect(problems.map((problem) => [problem.path, problem.message])).to.deep.equal([[path, message]]);
      expect(problems[0]?.fix).to.match(fix);
    });

  it("a product that does not contain the API beside it", () =>
    expect(
      problemsOf(() =>
        withApis.requirement({ api: "orders", anyOf: [{ product: "gold" }, { product: "silver" }] }),
      ).map(({ path, message }) => `${path} ${message}`),
    ).to.deep.equal(["rule.anyOf[1].product names silver, which does not contain orders"]));
  it("an unknown API, once", () =>
    expect(
      problemsOf(() =>
        withApis.requirement({
          api: "ordres" as "orders",
          anyOf: [{ product: "gold" }, { product: "gold" }],
        }),
      ).map(({ path }) => path),
    ).to.deep.equal(["rule.api"]));
  it("every problem at once", () =>
    expect(
      problemsOf(() => auth.requirement({ anyOf: [{ product: "x" }, {}], roles: ["R"] } as never)).map(
        ({ path }) => path,
      ),
    ).to.deep.equal(["rule.roles", "rule.anyOf[0].product", "rule.anyOf[1]"]));
});

describe("anyOf: rules that are accepted", () => {
  it("accept what any alternative accepts", () => {
    const { accepts, products, all } = demand({ anyOf: [starter, { product: "partner" }] });
    expect({ accepts, all }).to.deep.equal({ accepts: { token: true, key: true }, all: false });
    expect(products.map(({ name }) => name)).to.deep.equal(["starter", "partner"]);
    expect(demand({ anyOf: [starter, scopes] }).accepts).to.deep.equal({ token: true, key: false });
  });
  it("of one alternative are that rule", () => {
    expect(demand({ anyOf: [starter] })).to.deep.equal(demand(starter));
  });
  it("take up to 8 alternatives", () =>
    expect(demand({ anyOf: Array(8).fill(starter) }).alternatives).to.have.lengthOf(8));
  it("demand the same when the lists given are changed afterwards, and come back frozen", () => {
    const list: Rule<"starter" | "pro">[] = [{ product: "starter" }, { product: "pro", scopes: ["A"] }];
    const { rule, alternatives } = demand({ anyOf: list as never });
    list.push({ product: "pro" });
    expect(rule).to.deep.equal({ anyOf: [{ product: "starter" }, { product: "pro", scopes: ["A"] }] });
    for (const one of [rule, rule.anyOf, ...rule.anyOf!, alternatives, ...alternatives!])
      expect(one).to.be.frozen;
  });
});

describe("anyOf: scope rules", () => {
  it("each alternative with scopes is one, so that app.use(auth) passes its users", () => {
    const rules = new ScopeRules([demand({ anyOf: [starter, scopes, { scopes: ["B"] }] }), demand(starter)]);
    const found = rules.forApiOf(compiled(auth.anyProduct));
    expect(found.map(({ rule }) => rule.scopes)).to.deep.equal([["Orders.Read"], ["B"]]);
  });
});

describe("anyOf: APIs and catalogs that are replaced", () => {
  const subscriptions = {
    findByKeyDigest: () => ({ id: "one", scope: "/products/gold", state: "active" }) as const,
  };
  const before = {
    products: { gold: { accepts: ["key"] }, silver: { accepts: ["key"] } },
    apis: {
      orders: {
        path: "orders",
        products: ["gold", "silver"],
        subscriptionKeyParameterNames: { header: "X-Orders-Key" },
        operations: { read: { method: "GET", urlTemplate: "/{id}" } },
      },
    },
  } as const;
  const make = () => createProductAuth({ ...before, subscriptions });
  const said = (decision: Decision) =>
    decision.outcome === "admit" ? `200 ${decision.access.product}` : `${decision.status} ${decision.code}`;
  const view = viewOf({ "x-orders-key": "any" }, { path: "/orders/7" });
  const rule = { api: "orders", anyOf: [{ product: "silver" }, { product: "gold" }] } as const;

  it("the access names API and operation of the path, and the product of the first alternative that admits", async () => {
    const auth = make();
    for (const one of [rule, { anyOf: rule.anyOf }]) {
      const decision = await auth.authorize(view, auth.requirement(one));
      expect(decision.outcome === "admit" && decision.access).to.include({
        product: "gold",
        api: "orders",
        operation: "read",
      });
    }
  });
  it("api alone beside it: keys for the API itself are accepted where an alternative names no product", () => {
    const own = compiled(
      make().requirement({ api: "orders", anyOf: [{ accepts: ["key"] }, { product: "gold" }] }),
    );
    expect([...own.byScope.keys()]).to.include("/apis/orders");
    expect([...compiled(make().requirement(rule)).byScope.keys()]).to.deep.equal([
      "/products/silver",
      "/products/gold",
    ]);
  });
  it("an update takes effect on every alternative", async () => {
    const auth = make();
    const requirement = auth.requirement(rule);
    const orders = { ...before.apis.orders, subscriptionKeyParameterNames: { header: "X-Other-Key" } };
    auth.update({ ...before, apis: { orders } });
    expect(said(await auth.authorize(view, requirement))).to.equal("401 key_missing");
    auth.update(before);
    expect(said(await auth.authorize(view, requirement))).to.equal("200 gold");
  });
  it("an update that lacks a product of an alternative changes nothing", async () => {
    const auth = make();
    const requirement = auth.requirement(rule, "require(rule)");
    const gone = { products: { gold: before.products.gold }, apis: { orders: { path: "orders" } } };
    expect(problemsOf(() => auth.update(gone as never)).map(({ path }) => path)).to.include(
      "require(rule).anyOf[0].product",
    );
    expect(said(await auth.authorize(view, requirement))).to.equal("200 gold");
  });
  it("an open product in an alternative admits without credentials, and its mark says so", async () => {
    const auth = createProductAuth({
      products: { free: { accepts: ["open"] }, gold: { accepts: ["key"] } },
      subscriptions,
    });
    const requirement = auth.requirement({ anyOf: [{ product: "gold" }, { product: "free" }] });
    expect(said(await auth.authorize(viewOf({}), requirement))).to.equal("200 free");
    expect(compiled(requirement).anonymous).to.not.equal(undefined);
  });
});
