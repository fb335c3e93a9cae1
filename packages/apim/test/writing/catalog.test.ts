import { catalogFiles } from "#src/writing/catalog-files.js";
import { apiNamesOf } from "#src/writing/catalog-names.js";
import { expect } from "chai";
import { configurationOf, importedOf, type Configured } from "./configured.js";
import { SHOP, written } from "./written.js";

describe("the catalog of an import", () => {
  it("has what portals show of products, APIs and operations", () => {
    const given: Configured = {
      products: {
        gold: {
          ...{ displayName: "Gold", state: "notPublished", description: "All.", approvalRequired: true },
          ...{ subscriptionsLimit: 2, terms: "Be nice.", groups: ["developers", "our partners"] },
        },
        seen: { groups: ["guests", "developers"], description: " " },
      },
      apis: {
        orders: {
          ...{
            displayName: "Orders",
            description: "x".repeat(10_001),
            products: ["gold"],
            path: "orders/v2",
          },
          ...{ keyHeader: "x-key", keyQuery: "key", operations: { list: "GET /" } },
        },
      },
    };
    const { catalog } = written(given);
    expect(catalog["products"]).to.deep.equal({
      gold: {
        ...{ displayName: "Gold", accepts: ["key"], state: "notPublished", description: "All." },
        ...{ approvalRequired: true, subscriptionsLimit: 2, terms: "Be nice.", groups: ["developers"] },
      },
      seen: { displayName: "seen", accepts: ["key"], state: "published" },
    });
    expect(catalog["apis"]!["orders"]).to.deep.equal({
      ...{ displayName: "Orders", path: "orders/v2", products: ["gold"] },
      subscriptionKeyParameterNames: { header: "x-key", query: "key" },
      description: `${"x".repeat(9_999)}…`,
      operations: { list: { method: "GET", urlTemplate: "/" } },
    });
  });
  it("has products with tokens, the tenant as a variable, and their applications", () => {
    const { catalog, options } = written({
      products: {
        pro: { accepts: ["token", "key"], audiences: ["api://pro"], role: "Product.Pro.All" },
      },
      apis: { orders: { products: ["pro"] } },
      clients: [
        { id: "C1", products: ["pro"], state: "approved", owner: "u" },
        { id: "c1", products: ["gone"], state: "approved" },
        { id: "c2", products: [], state: "unheard" },
      ],
    });
    expect(catalog["products"]!["pro"]).to.deep.include({
      ...{ accepts: ["token", "key"], audience: ["api://pro"], role: "Product.Pro.All" },
    });
    expect(catalog["clientApplications"]).to.deep.equal([
      { id: "c1", products: ["pro"], state: "approved" },
      { id: "c2", products: [], state: "pending" },
    ]);
    expect(options).to.deep.equal({ tenantId: "${env:AZURE_TENANT_ID}", subscriptionDates: "audit" });
  });
  it("has a product without APIs where the service has none", () => {
    const { catalog } = written({ apis: { open: { subscriptionRequired: false } } });
    expect(catalog["products"]).to.deep.equal({
      none: { displayName: "None", accepts: ["key"], state: "notPublished" },
    });
    expect(catalog["apis"]).to.deep.equal({
      open: { path: "open", subscriptionRequired: false },
    });
  });
  it("has paths of operations without their queries", () => {
    const { catalog } = written({ apis: { a: { operations: { find: "GET /find?q={q}" } } } });
    expect(catalog["apis"]!["a"]!["operations"]).to.deep.equal({
      find: { method: "GET", urlTemplate: "/find" },
    });
  });
  it("has no link to a product that is not there", () => {
    const { catalog, held } = written({ apis: { a: { products: ["gone"] } } });
    expect([catalog["apis"]!["a"], held]).to.deep.equal([{ path: "a" }, []]);
  });
  it("is not written for policies alone", () =>
    expect([...catalogFiles(importedOf({ policies: { document: "<base />" } }))]).to.deep.equal([]));
  it("is the same whatever the order of the documents", () => {
    const policies = {
      global: '<ip-filter action="allow"><address>192.0.2.1</address></ip-filter>',
      "api:orders": "<base />",
      "product:gold": '<base /><rate-limit calls="3" renewal-period="60" />',
    };
    const reversed = Object.fromEntries(Object.entries(policies).reverse());
    const texts = (given: Record<string, string>) => [
      ...catalogFiles(importedOf({ ...SHOP, policies: given })).values(),
    ];
    expect(texts(policies)).to.deep.equal(texts(reversed));
  });
});

describe("names of APIs in a catalog", () => {
  it("stay where they are allowed, and change where they are not, each to a name of its API alone", () => {
    const names = ["orders", "a b", "a+b", "a-b", "_x", "é", "y".repeat(90)];
    const apis = Object.fromEntries(names.map((name, i) => [name, { path: `p${i}` }]));
    const given = apiNamesOf(configurationOf({ apis }));
    expect([...given.values()].slice(0, 6)).to.deep.equal([
      ...["orders", "a-b-2", "a-b-3", "a-b", "api-_x", "api--"],
    ]);
    expect(new Set(given.values()).size).to.equal(names.length);
    for (const name of given.values()) expect(name).to.match(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/);
    const { catalog, held } = written({ apis });
    expect([Object.keys(catalog["apis"]!), held]).to.deep.equal([[...given.values()], []]);
  });
});
