import { expect } from "chai";
import { exportCatalog, exportFindingCodes } from "@product-auth/apim";
import { CLOSED, exportedApi, exportedProduct, inShort, type Exported } from "./written.js";

const id = "55556666-ffff-7777-aaaa-8888bbbb9999";
const audience = `api://${id}`;
const options = { tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee" };
const keys = ["subscription-key"];

const jsonAt = ({ files }: Pick<Exported, "files">, path: string): unknown => JSON.parse(files.get(path)!);
const propertiesOf = (exported: Exported): Record<string, unknown> =>
  (jsonAt(exported, "products/gold/productInformation.json") as { properties: Record<string, unknown> })
    .properties;

describe("export of products", () => {
  it("with what portals show of them", () => {
    const exported = exportedProduct({
      ...{
        displayName: "Gold",
        accepts: ["key"],
        state: "notPublished",
        groups: ["partners", "${env:GROUP}"],
      },
      ...{ description: "Text", approvalRequired: true, subscriptionsLimit: 2, terms: "Terms" },
    });
    expect(propertiesOf(exported)).to.deep.equal({
      ...{ displayName: "Gold", description: "Text", state: "notPublished", subscriptionRequired: true },
      ...{ approvalRequired: true, subscriptionsLimit: 2, terms: "Terms" },
    });
    expect([...exported.files.keys()].filter((path) => path.includes("/groups/"))).to.deep.equal([
      "products/gold/groups/partners/productGroupInformation.json",
    ]);
    const groups = [...exportedProduct({ accepts: ["key"] }).files.keys()].filter((path) =>
      path.includes("/groups/"),
    );
    expect(groups).to.deep.equal(
      ["developers", "guests"].map((group) => `products/gold/groups/${group}/productGroupInformation.json`),
    );
  });

  for (const [product, access, findings] of [
    [{ accepts: ["key"] }, { subscriptionRequired: true }, []],
    [{ accepts: ["key", "open"] }, { subscriptionRequired: false }, []],
    [{ accepts: ["open"] }, { subscriptionRequired: false }, ["difference export-product products.gold"]],
    [{ audience }, tokens({ audience, applicationId: id }), []],
    [{ audience: id }, tokens({ audience: id, applicationId: id }), []],
    [
      { audience: ["api://gold.example", id] },
      tokens({ audience: "api://gold.example", applicationId: id }),
      [],
    ],
    [{ audience, accepts: ["token", "key"] }, tokens({ audience, applicationId: id }, keys), []],
    [
      { audience: "api://gold.example" },
      tokens({ audience: "api://gold.example" }),
      ["difference export-product products.gold"],
    ],
    [
      { audience: [audience, "api://b"] },
      tokens({ audience, applicationId: id }),
      ["difference export-product products.gold"],
    ],
    [
      { audience, accepts: ["token", "open"] },
      tokens({ audience, applicationId: id }),
      ["difference export-product products.gold"],
    ],
    [
      { audience: "${env:AUDIENCE}" },
      tokens({ audience: "{#[AUDIENCE]#}" }),
      ["difference export-product products.gold"],
    ],
  ] as const)
    it(`${JSON.stringify(product)}`, () => {
      const exported = exportedProduct({ displayName: "Gold", role: "Product.Gold.All", ...product });
      expect(propertiesOf(exported)).to.deep.include(access);
      expect(exported.findings).to.deep.equal(findings);
      expect(exported.inbound).to.deep.equal([]);
    });

  it("a role, clients and claims of a product for tokens alone become an element", () => {
    const { inbound, findings } = exportedProduct(
      {
        audience,
        role: "Orders.Read",
        clients: ["client-1"],
        requiredClaims: [{ name: "department" }],
        tokenVersions: ["1.0"],
      },
      { options },
    );
    expect(findings).to.deep.equal([]);
    expect(inbound).to.deep.equal([
      `<validate-azure-ad-token tenant-id="${options.tenantId}" header-name="Authorization" failed-validation-httpcode="401">`,
      ...[
        "<client-application-ids>",
        "<application-id>client-1</application-id>",
        "</client-application-ids>",
      ],
      ...["<audiences>", `<audience>${audience}</audience>`, "</audiences>"],
      "<required-claims>",
      ...['<claim name="roles" match="all">', "<value>Orders.Read</value>", "</claim>"],
      '<claim name="department" match="all" />',
      ...['<claim name="ver" match="all">', "<value>1.0</value>", "</claim>"],
      ...["</required-claims>", "</validate-azure-ad-token>"],
    ]);
  });

  for (const [what, product, given] of [
    ["beside keys", { audience, accepts: ["token", "key"], role: "Orders.Read" }, options],
    ["of no tenant", { audience, role: "Orders.Read" }, {}],
  ] as const)
    it(`a role ${what} closes the product`, () => {
      const { inbound, findings } = exportedProduct(product, { options: given });
      expect({ inbound, findings }).to.deep.equal({
        inbound: CLOSED,
        findings: ["lost export-policy products.gold"],
      });
    });

  it("a credential in a variable closes the product", () => {
    const { inbound, findings } = exportedProduct({ accepts: ["${env:KIND}"] });
    expect(inbound).to.deep.equal(CLOSED);
    expect(findings).to.deep.equal(["lost export-product products.gold.accepts"]);
  });
});

function tokens(entra: object, more: readonly string[] = []) {
  return {
    subscriptionRequired: true,
    authenticationType: ["application-token", ...more],
    application: { entra },
  };
}

describe("export of APIs", () => {
  const operation = { method: "GET", urlTemplate: "/" };

  it("with names of keys, and operations", () => {
    const exported = exportedApi({
      ...{ displayName: "Orders", description: "Text", subscriptionRequired: false },
      subscriptionKeyParameterNames: { header: "X-Key" },
      operations: {
        list: operation,
        "show one": {
          method: "GET",
          urlTemplate: "/{id}/lines/{line}",
          displayName: "Show",
          description: "One",
        },
      },
    });
    expect(exported.findings).to.deep.equal([]);
    expect(jsonAt(exported, "apis/orders/apiInformation.json")).to.deep.equal({
      properties: {
        ...{ displayName: "Orders", description: "Text", path: "orders", apiRevision: "1", isCurrent: true },
        subscriptionRequired: false,
        subscriptionKeyParameterNames: { header: "X-Key", query: "subscription-key" },
      },
    });
    const { paths } = jsonAt(exported, "apis/orders/specification.json") as { readonly paths: object };
    const responses = { default: { description: "The response of the application." } };
    const parameter = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
    expect(paths).to.deep.equal({
      "/": { get: { operationId: "list", responses } },
      "/{id}/lines/{line}": {
        get: {
          ...{ operationId: "show one", summary: "Show", description: "One" },
          parameters: [parameter("id"), parameter("line")],
          responses,
        },
      },
    });
  });

  it("an API without operations keeps those of the gateway", () => {
    const { files, findings } = inShort(
      { products: { gold: { accepts: ["key"] } }, apis: { orders: { path: "orders" } } },
      "apis/orders/policy.xml",
    );
    expect(findings).to.deep.equal(["difference export-operations apis.orders"]);
    expect([...files.keys()].filter((path) => path.startsWith("apis/"))).to.deep.equal([
      "apis/orders/apiInformation.json",
    ]);
  });

  // Without it the call would come to the API outside of the product, whose policies would not apply.
  for (const [what, product] of [
    ["takes tokens as well", { accepts: ["token", "open"], audience, role: "Product.free.All" }],
    ["takes what a variable names", { accepts: ["${env:KIND}"] }],
    ["is left out", { accepts: ["key", "open"] }],
  ] as const)
    it(`an API needs a subscription where its open product ${what}`, () => {
      const products = {
        gold: { accepts: ["key"] },
        ...(what === "is left out" && { FREE: product }),
        free: product,
      };
      const open = Object.keys(products).at(-1)!;
      const exported = inShort(
        {
          products,
          apis: {
            orders: {
              ...{ path: "orders", products: ["gold", open], subscriptionRequired: false },
              operations: { list: operation },
            },
          },
        },
        "apis/orders/policy.xml",
      );
      expect(jsonAt(exported, "apis/orders/apiInformation.json")).to.have.nested.property(
        "properties.subscriptionRequired",
        true,
      );
    });

  for (const [what, operations] of [
    ["a method of no specification", { purge: { ...operation, method: "PURGE" } }],
    ["a name that leads elsewhere", { "../../x": operation }],
    ["a hidden name", { ".x": operation }],
    ["names that differ by case", { list: operation, List: { ...operation, method: "POST" } }],
  ] as const)
    it(`${what} closes the API, and no file has the name`, () => {
      const { files, inbound, findings } = exportedApi({
        operations,
        ipFilter: { action: "allow", addresses: ["192.0.2.1"] },
      });
      expect(inbound).to.deep.equal(CLOSED);
      expect(findings).to.include("lost export-operation apis.orders.operations");
      expect([...files.keys()].filter((path) => path.startsWith("apis/"))).to.deep.equal([
        "apis/orders/apiInformation.json",
        "apis/orders/policy.xml",
      ]);
    });

  it("names of products and APIs that differ by case are left out the second time", () => {
    const product = { accepts: ["key"] };
    const { files, findings } = inShort(
      {
        products: { gold: product, Gold: { ...product, rateLimit: { calls: 1, renewalPeriod: 60 } } },
        apis: {
          orders: { path: "orders", products: ["gold"], operations: { list: operation } },
          ORDERS: { path: "orders2", products: ["Gold"], operations: { list: operation } },
        },
      },
      "policy.xml",
    );
    expect(findings).to.deep.equal(["lost export-name apis.ORDERS", "lost export-name products.Gold"]);
    expect([...files.keys()].filter((path) => /Gold|ORDERS/.test(path))).to.deep.equal([]);
  });
});

describe("export of the rest of a catalog", () => {
  const catalog = { products: { gold: { accepts: ["key"] } } };

  it("policies of the instance, which call the application behind them", () => {
    const { files, inbound } = inShort(
      { ...catalog, policies: { ipFilter: { action: "forbid", addresses: ["192.0.2.1"] } } },
      "policy.xml",
    );
    expect(inbound).to.deep.equal([
      '<ip-filter action="forbid">',
      "<address>192.0.2.1</address>",
      "</ip-filter>",
    ]);
    expect(files.get("policy.xml")).to.include("<forward-request />").and.not.include("<base");
    expect(inShort(catalog, "policy.xml").files.has("policy.xml")).to.equal(false);
  });

  it("what the gateway cannot enforce for the instance closes everything", () => {
    const policies = { ipFilter: { action: "forbid", addresses: ["2001:db8::1"] } };
    expect(inShort({ ...catalog, policies }, "policy.xml").inbound).to.deep.equal(CLOSED);
  });

  it("subscriptions and client applications stay where they are, and no key comes into a file", () => {
    const { files, findings } = inShort(
      {
        products: { gold: { accepts: ["token", "key"], audience, role: "Product.gold.All" } },
        subscriptions: [{ id: "one", scope: "/products/gold", primaryKey: "a-key-of-a-caller" }],
        clientApplications: [{ id, products: ["gold"], state: "active" }],
      },
      "policy.xml",
    );
    expect(findings).to.deep.equal([
      "difference export-clients clientApplications",
      "difference export-keys subscriptions",
    ]);
    expect([...files.values()].join("")).to.not.include("a-key-of-a-caller");
  });

  it("is the same for the same catalog", () => {
    const first = exportCatalog(catalog);
    expect([...exportCatalog(structuredClone(catalog)).files]).to.deep.equal([...first.files]);
  });

  for (const [what, given] of [
    ["no object", 7],
    ["nothing", undefined],
    ["unknown members", { ...catalog, apsi: {} }],
  ] as const)
    it(`throws for a catalog that is ${what}`, () =>
      expect(() => exportCatalog(given))
        .to.throw()
        .with.property("name", "ConfigurationError"));

  for (const wrong of [
    [],
    { issuers: {} },
    { issuers: [{ name: "a", issuer: 7 }] },
    { decryptionKeys: [7] },
    { failedValidation: 7 },
  ])
    it(`throws for the options ${JSON.stringify(wrong)}`, () =>
      expect(() => exportCatalog(catalog, { options: wrong }))
        .to.throw()
        .with.property("name", "ConfigurationError"));

  it("throws for a rule at a place that is not there", () => {
    const one = { at: "x:1", place: { api: "orders" }, rule: { kind: "deny", status: 403 } };
    expect(() => exportCatalog(catalog, { rules: { rules: [one], held: [] } })).to.throw(/rules\[0\]\.place/);
  });

  it("throws for rules that no import wrote", () =>
    expect(() => exportCatalog(catalog, { rules: { rules: [{}], held: [] } }))
      .to.throw()
      .with.property("name", "ConfigurationError"));

  it("every code has a guide", () => {
    for (const [code, { title, meaning, fix, severities }] of Object.entries(exportFindingCodes)) {
      expect(
        [title, meaning, fix].every((text) => text !== ""),
        code,
      ).to.equal(true);
      expect(severities, code).to.not.include("info");
    }
  });
});
