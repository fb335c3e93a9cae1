import { createProductAuth, type CatalogOptions, type Decision, type Rule } from "#src/index.js";
import { expect } from "chai";
import { asking, said } from "../catalog/world.js";
import { problemsOf } from "../options/problems-of.js";
import { viewOf } from "../request/view-of.js";

type Names = "gold" | "silver";
type Apis = "orders" | "stock";

const before: CatalogOptions<Names, Apis> = {
  products: { gold: { accepts: ["key"] }, silver: { accepts: ["key"] } },
  apis: { orders: { path: "orders", products: ["gold"] }, stock: { path: "stock", products: ["silver"] } },
};
const make = () =>
  createProductAuth<Names, Apis>({ ...before, subscriptions: { findByKeyDigest: () => gold } });
const gold = { id: "contoso", scope: "/products/gold", state: "active" } as const;

describe("rules: the same rule is one handle", () => {
  const auth = make();
  it("however often it is made", () =>
    expect(auth.requirement({ product: "gold" })).to.equal(auth.requirement({ product: "gold" })));
  it("and another rule another one", () =>
    expect(auth.requirement({ product: "gold" })).to.not.equal(auth.requirement({ product: "silver" })));
  it("an undefined demand is refused, also after a sound rule that reads the same in JSON", () => {
    auth.requirement({ product: "gold" });
    const wrong = { product: "gold", roles: undefined } as unknown as Rule<Names, Apis>;
    expect(problemsOf(() => auth.requirement(wrong)).map(({ path }) => path)).to.deep.equal(["rule.roles"]);
  });
});

describe("rules: APIs that they name", () => {
  const cases = [
    [{ api: "ordres" }, ".api", 'names an unknown API, "ordres"', /did you mean "orders"\?/],
    [{ api: "billing" }, ".api", 'names an unknown API, "billing"', /orders, stock/],
    [{ api: 1 }, ".api", "names an unknown API, 1", /orders, stock/],
    [{ api: null }, ".api", "names an unknown API, null", /orders, stock/],
    [{ api: undefined, product: "gold" }, ".api", "is undefined", /remove it/],
    [
      { api: "orders", product: "silver" },
      ".product",
      "names silver, which does not contain orders",
      /products of orders: gold/,
    ],
  ] as const;
  for (const [rule, path, message, fix] of cases)
    it(`${JSON.stringify(rule)}: ${message}`, () => {
      const problems = problemsOf(() => make().requirement(rule as never, "rule"));
      expect(problems.map((problem) => [problem.path, problem.message])).to.deep.equal([
        [`rule${path}`, message],
      ]);
      expect(problems[0]?.fix).to.match(fix);
    });
  it("where none are configured: says so", () => {
    const auth = createProductAuth({ products: { gold: { accepts: ["key"] } }, subscriptions: [] });
    const [problem] = problemsOf(() => auth.requirement({ api: "orders" as never }));
    expect(problem).to.include({ path: "rule.api", fix: "configure apis first" });
  });
});

describe("update: handles that were given out", () => {
  const decided = async (auth: ReturnType<typeof make>, path: string, handle = auth.anyProduct) =>
    said((await auth.authorize(asking(path, "any"), handle)) as Decision);

  it("stand for the new catalog from then on", async () => {
    const auth = make();
    const orders = auth.requirement({ api: "orders" });
    const stock = auth.requirement({ api: "stock" });
    const outcomes = async () =>
      Promise.all([
        decided(auth, "/orders", orders),
        decided(auth, "/stock", stock),
        decided(auth, "/orders"),
        decided(auth, "/stock"),
      ]);
    const [yes, no] = ["200 gold key", "401 key_other_product"];
    expect(await outcomes()).to.deep.equal([yes, no, yes, no]);
    auth.update({
      ...before,
      apis: {
        orders: { path: "orders", products: ["silver"] },
        stock: { path: "stock", products: ["gold"] },
      },
    });
    expect(await outcomes()).to.deep.equal([no, yes, no, yes]);
    auth.update(before);
    expect(await outcomes()).to.deep.equal([yes, no, yes, no]);
  });
  it("and so do rules that are made afterwards, over the update after that", async () => {
    const auth = make();
    auth.update({ ...before, products: { ...before.products, silver: { accepts: ["key", "open"] } } });
    const silver = auth.requirement({ product: "silver" });
    const open = () => said(auth.authorize(asking("/stock"), silver) as Decision);
    expect(open()).to.equal("200 silver none");
    auth.update(before);
    expect(open()).to.equal("401 key_missing");
  });
  it("paths move, come and go", async () => {
    const auth = make();
    auth.update({
      products: before.products,
      apis: { orders: { path: "v2/orders", products: ["gold"] } } as never,
    });
    expect([await decided(auth, "/orders"), await decided(auth, "/v2/orders")]).to.deep.equal([
      "404 api_unknown",
      "200 gold key",
    ]);
  });
  for (const [how, apis] of [
    ["without apis", {}],
    ["with none", { apis: {} as never }],
  ] as const)
    it(`${how}, every path is one of no API`, async () => {
      const auth = make();
      auth.update({ products: before.products, ...apis });
      for (const path of ["/orders", "/nowhere"])
        expect(await decided(auth, path)).to.equal("404 api_unknown");
      expect([auth.byPath, auth.apis]).to.deep.equal([true, []]);
      auth.update(before);
      expect(await decided(auth, "/orders")).to.equal("200 gold key");
    });
  it("go by the path from the first time that there are APIs, also with none in the list", async () => {
    const { products } = before;
    const subscriptions = { findByKeyDigest: () => gold };
    const make = (more: object = {}) => createProductAuth<Names, Apis>({ products, subscriptions, ...more });
    expect(await decided(make({ apis: {} }), "/orders")).to.equal("404 api_unknown");
    const auth = make();
    expect(await decided(auth, "/orders")).to.equal("200 gold key");
    auth.update(before);
    auth.update({ products });
    expect(await decided(auth, "/orders")).to.equal("404 api_unknown");
  });
  it("a list of a rule that was changed afterwards changes nothing", async () => {
    const auth = make();
    const product: Names[] = ["gold"];
    const handle = auth.requirement({ product });
    product[0] = "silver";
    auth.update(before);
    expect(await decided(auth, "/", handle)).to.equal("200 gold key");
  });
});

describe("update: what is not sound changes nothing", () => {
  const cases: readonly (readonly [name: string, catalog: object, path: string, message: string])[] = [
    [
      "a product that a rule names is gone",
      { products: { silver: { accepts: ["key"] } } },
      'requireProduct("gold").product',
      'names an unknown product, "gold"',
    ],
    [
      "an API that a rule names is gone",
      { products: before.products, apis: { stock: { path: "stock" } } },
      "require(rule).api",
      'names an unknown API, "orders"',
    ],
    [
      "a product accepts what does not exist",
      { ...before, products: { ...before.products, gold: { accepts: ["cookie"] } } },
      "products.gold.accepts[0]",
      'is "cookie"',
    ],
    ["a product is empty", { ...before, products: {} }, "products", "is empty"],
    [
      "two APIs have one path",
      { ...before, apis: { orders: { path: "orders" }, stock: { path: "/Orders/" } } },
      "apis.stock.path",
      "is also the path of orders",
    ],
  ];
  for (const [name, catalog, path, message] of cases)
    it(`${name}: ${path} ${message}`, async () => {
      const auth = make();
      const handle = auth.requirement({ product: "gold" }, 'requireProduct("gold")');
      auth.requirement({ api: "orders" }, "require(rule)");
      const problems = problemsOf(() => auth.update(catalog as CatalogOptions<Names, Apis>));
      expect(problems.map((problem) => `${problem.path} ${problem.message}`)).to.include(
        `${path} ${message}`,
      );
      expect(auth.products).to.deep.equal(["gold", "silver"]);
      for (const requirement of [handle, auth.anyProduct])
        expect(said((await auth.authorize(asking("/orders", "any"), requirement)) as Decision)).to.equal(
          "200 gold key",
        );
    });
  it("a subscription of the options to a product that is gone", () => {
    const auth = createProductAuth({
      products: { gold: { accepts: ["key"] }, silver: { accepts: ["key"] } },
      subscriptions: [{ id: "contoso", scope: "/products/gold", primaryKey: "key-1" }],
    });
    const gone = { products: { silver: { accepts: ["key"] } } } as unknown as CatalogOptions<Names, never>;
    expect(problemsOf(() => auth.update(gone)).map(({ path }) => path)).to.deep.equal([
      "subscriptions[0].scope",
    ]);
  });
});

describe("rules without an API, at a path that has one", () => {
  const auth = createProductAuth({
    products: { gold: { accepts: ["key"] } },
    apis: {
      orders: {
        path: "orders",
        products: ["gold"],
        subscriptionKeyParameterNames: { header: "X-Orders-Key" },
        operations: { read: { method: "GET", urlTemplate: "/{id}" } },
      },
    },
    subscriptions: { findByKeyDigest: () => gold },
    unmatchedPaths: "any-product",
  });
  const rule = auth.requirement({ product: "gold" });
  const with1 = (header: string, path: string) => viewOf({ host: "h", [header]: "any" }, { path });

  it("find the key where that API says", async () => {
    expect(said(await auth.authorize(with1("x-orders-key", "/orders/7"), rule))).to.equal("200 gold key");
    expect(said(await auth.authorize(with1("ocp-apim-subscription-key", "/orders/7"), rule))).to.equal(
      "401 key_missing",
    );
  });
  it("name that header in their challenge", async () => {
    const view = with1("x-other", "/orders/7");
    const decision = await auth.authorize(view, rule);
    if (decision.outcome === "admit") throw new Error("admitted");
    expect(auth.answer(decision).headers["www-authenticate"]).to.deep.equal([
      'AzureApiManagementKey realm="https://h/orders",name="X-Orders-Key",type="header"',
    ]);
  });
  it("find it in the usual place elsewhere", async () =>
    expect(said(await auth.authorize(with1("ocp-apim-subscription-key", "/elsewhere"), rule))).to.equal(
      "200 gold key",
    ));
  it("the path says which operation it is", async () => {
    for (const requirement of [auth.anyProduct, rule, auth.requirement({ api: "orders" })]) {
      const decision = await auth.authorize(with1("x-orders-key", "/orders/7"), requirement);
      expect(decision.outcome === "admit" && decision.access).to.include({
        api: "orders",
        operation: "read",
      });
    }
  });
});

describe("rules without an API, at a path that routers read differently", () => {
  const forbid = { action: "allow", addresses: ["192.0.2.1"] } as const;
  const SPELLINGS = [
    "/orders/a%2fb",
    "/orders/.",
    "/orders/%2e",
    "http://h/orders/7",
    "/orders/7#x",
    "/orders/%00",
  ];
  const create = (api: object, product: object = {}) =>
    createProductAuth<string, string>({
      products: { gold: { accepts: ["key"], ...product }, silver: { accepts: ["key"] } },
      apis: {
        orders: { path: "orders", products: ["gold"], ...api },
        other: { path: "other", products: ["gold"] },
      },
      subscriptions: { findByKeyDigest: () => gold },
    } as never);
  const codes = async (auth: ReturnType<typeof create>, rule: object) => {
    const requirement = auth.requirement(rule);
    const views = SPELLINGS.map((path) => viewOf({ "ocp-apim-subscription-key": "any" }, { path }));
    return new Set(
      await Promise.all(views.map(async (view) => said(await auth.authorize(view, requirement)))),
    );
  };
  const operations = { read: { method: "GET", urlTemplate: "/{id}", ipFilter: forbid } };
  const rateLimit = { calls: 9, renewalPeriod: 9, apis: { orders: { calls: 1, renewalPeriod: 9 } } };

  it("are refused where an API has policies: its own, those of an operation, or a product's limit for it", async () => {
    for (const auth of [create({ ipFilter: forbid }), create({ operations }), create({}, { rateLimit })]) {
      for (const rule of [{ product: "gold" }, { api: "orders" }, { anyOf: [{ product: "gold" }] }])
        expect([...(await codes(auth, rule))]).to.deep.equal(["400 path_malformed"]);
      expect([...(await codes(auth, { api: "other" }))]).to.deep.equal(["200 gold key"]);
    }
  });
  it("and by their own demands alone where none has", async () =>
    expect([...(await codes(create({}), { product: "gold" }))]).to.deep.equal(["200 gold key"]));
  it("are refused by the update that adds policies", async () => {
    const auth = create({});
    const before = await codes(auth, { product: "gold" });
    auth.update({
      products: { gold: { accepts: ["key"] } },
      apis: { orders: { path: "orders", products: ["gold"], ipFilter: forbid } },
    });
    expect([...before, ...(await codes(auth, { product: "gold" }))]).to.deep.equal([
      "200 gold key",
      "400 path_malformed",
    ]);
  });
});
