import { createProductAuth, type ProductOptions } from "#src/index.js";
import { expect } from "chai";
import { PRO_ID, STARTER_ID, TENANT } from "../catalog.js";
import { refused } from "./refused-options.js";
import { compiled } from "../rules/compiled.js";

const AUDIENCE = `api://${STARTER_ID}`;
const starter = { audience: AUDIENCE };
const products = (given: unknown) => ({ tenantId: TENANT, products: given });
const withMetadata = (metadata: object) => products({ starter: { ...starter, ...metadata } });
refused("what portals show of products", [
  [withMetadata({ description: "" }), "products.starter.description", "is empty", /1 to 1000 characters/],
  [
    withMetadata({ description: "x".repeat(1001) }),
    "products.starter.description",
    "has 1001 characters",
    /1 to 1000 characters/,
  ],
  [withMetadata({ descripton: "x" }), "products.starter.descripton", "is not an option", /"description"/],
  [
    withMetadata({ approvalRequired: 1 }),
    "products.starter.approvalRequired",
    "is a number",
    /true or false/,
  ],
  [withMetadata({ subscriptionsLimit: -1 }), "products.starter.subscriptionsLimit", "is -1", /0 or more/],
  [
    withMetadata({ subscriptionsLimit: 1.5 }),
    "products.starter.subscriptionsLimit",
    "is 1.5",
    /whole number/,
  ],
  [
    withMetadata({ subscriptionsLimit: 1e7 }),
    "products.starter.subscriptionsLimit",
    "is 10000000",
    /at most/,
  ],
  [withMetadata({ terms: "" }), "products.starter.terms", "is empty", /1 to 20000 characters/],
  [withMetadata({ groups: "partners" }), "products.starter.groups", "is a string", /list of group names/],
  [withMetadata({ groups: [] }), "products.starter.groups", "is empty", /\["administrators"\], or remove it/],
  [withMetadata({ groups: ["a b"] }), "products.starter.groups[0]", "is not a group name", /80 letters/],
]);

refused("the products", [
  [{ tenantId: TENANT }, "products", "is missing", /starter: { audience/],
  [products({}), "products", "is empty", /starter: { audience/],
  [products(null), "products", "is null", /one entry per product/],
  [products("starter"), "products", "is a string", /one entry per product/],
  [products([starter]), "products", "is a list", /one entry per product/],
  [products({ starter: AUDIENCE }), "products.starter", "is a string", /an object/],
  [products({ starter: {} }), "products.starter.audience", "is missing", /Application ID URI/],
  [products({ starter: { audience: [] } }), "products.starter.audience", "is missing", /api:\/\//],
  [products({ starter: { audience: undefined } }), "products.starter.audience", "is missing", /api:\/\//],
  [products({ starter: { audience: "" } }), "products.starter.audience", "is empty", /string/],
  [products({ starter: { audience: 1 } }), "products.starter.audience", "is a number", /list of strings/],
  [
    products({ starter: { audience: "https://contoso.example/orders" } }),
    "products.starter.audience",
    "contains no application id",
    /\["https:\/\/contoso.example\/orders", "<application id>"\]; or .* tokenVersions: \["1.0"\]/,
  ],
  [
    products({ starter: { ...starter, tokenVersions: [] } }),
    "products.starter.tokenVersions",
    "is empty",
    /"1.0", "2.0"/,
  ],
  [
    products({ starter: { ...starter, tokenVersions: ["3.0"] } }),
    "products.starter.tokenVersions[0]",
    'is "3.0"',
    /"1.0", "2.0"/,
  ],
  [
    { ...products({ starter: { ...starter, tokenVersions: ["1.0", "2.0"] } }), tokenVersions: ["2.0"] },
    "products.starter.tokenVersions",
    'lists "1.0", which the option tokenVersions does not',
    /^add it to the option tokenVersions, and write tokenVersions in every product/,
  ],
  [
    { ...products({ starter: { ...starter, tokenVersions: ["1.0"] } }), externalId: "contoso" },
    "products.starter.tokenVersions",
    'lists "1.0", which the option tokenVersions does not',
    /^add it/,
  ],
  [
    { ...products({ starter: { audience: "https://contoso.example/orders", tokenVersions: ["2.0"] } }) },
    "products.starter.audience",
    "contains no application id",
    /tokenVersions: \["1.0"\]/,
  ],
  [
    products({ starter: { ...starter, role: "Reader" }, pro: { audience: AUDIENCE, role: "Reader" } }),
    "products.pro.role",
    "is also the role of starter, which has the same audience",
    /its own app role/,
  ],
  [
    products({ starter, pro: { audience: STARTER_ID, role: false, clients: ["shop"] } }),
    "products.pro.role",
    "is false, and starter has the same audience",
    /its own app role/,
  ],
  [
    products({
      starter: { ...starter, role: false, clients: ["shop"] },
      pro: { audience: [`api://${PRO_ID}`, STARTER_ID.toUpperCase()] },
    }),
    "products.starter.role",
    "is false, and pro has the same audience",
    /its own app role/,
  ],
  [
    products({ starter: { ...starter, displayName: "My Starter" } }),
    "products.starter.role",
    'would be "Product.My Starter.All", which contains spaces',
    /no spaces/,
  ],
  [
    products({ starter: { ...starter, role: "Orders Reader" } }),
    "products.starter.role",
    'is "Orders Reader", which contains spaces',
    /no spaces/,
  ],
  [
    products({ starter: { ...starter, ownSigningKey: "yes" } }),
    "products.starter.ownSigningKey",
    "is a string",
    /true or false/,
  ],
  [
    products({ starter: { audience: [AUDIENCE, PRO_ID], ownSigningKey: true } }),
    "products.starter.ownSigningKey",
    "needs one application id in audience, and there are 2",
    /the one application that has the key/,
  ],
  [
    {
      ...products({ starter: { audience: "https://contoso.example", ownSigningKey: true } }),
      tokenVersions: ["1.0"],
    },
    "products.starter.ownSigningKey",
    "needs one application id in audience, and there are 0",
    /beside its other spellings/,
  ],
  [
    { issuer: "https://login.example", products: { starter: { ...starter, ownSigningKey: true } } },
    "products.starter.ownSigningKey",
    "is set without tenantId",
    /only Entra/,
  ],
  [
    { ...products({ starter: { accepts: ["key"], ownSigningKey: true } }), subscriptions: [] },
    "products.starter.ownSigningKey",
    "is set, and the product accepts no tokens",
    /add "token" to accepts/,
  ],
  [products({ starter: { ...starter, role: "" } }), "products.starter.role", "is empty", /string/],
  [
    products({ starter: { ...starter, accepts: [] } }),
    "products.starter.accepts",
    "is empty",
    /\["token", "key"\]/,
  ],
  [
    products({ starter: { ...starter, accepts: ["cookie"] } }),
    "products.starter.accepts[0]",
    'is "cookie"',
    /"token", "key"/,
  ],
  [products({ "a/b": starter }), "products.a/b", "is not a product name", /letters/],
  [products({ "": starter }), "products.", "is not a product name", /letters/],
  [products({ ä: starter }), "products.ä", "is not a product name", /letters/],
  [
    products({ [`a${"b".repeat(256)}`]: starter }),
    `products.a${"b".repeat(256)}`,
    "is not a product name",
    /letters/,
  ],
  [products({ ["__proto__"]: starter }), "products.__proto__", "is a reserved name", /JavaScript/],
  [products({ constructor: starter }), "products.constructor", "is a reserved name", /JavaScript/],
  [products({ constructor: null }), "products.constructor", "is a reserved name", /JavaScript/],
  [products({ prototype: { audience: 1 } }), "products.prototype", "is a reserved name", /JavaScript/],
]);

describe("options: products that are accepted", () => {
  const cases: readonly (readonly [name: string, products: Record<string, ProductOptions>])[] = [
    ["a product that takes keys needs no audience", { partner: { accepts: ["key"] } }],
    ["an empty audience list there", { partner: { accepts: ["key"], audience: [] } }],
    [
      "a URI and an application id",
      { starter: { audience: ["https://contoso.example/orders", STARTER_ID] } },
    ],
    [
      "a display name with spaces and a role",
      { starter: { ...starter, displayName: "My Starter", role: "R" } },
    ],
    ["two products with audiences of their own", { starter, pro: { audience: PRO_ID } }],
    ["names of every accepted letter", { "A1._-z": starter }],
  ];
  for (const [name, given] of cases) {
    it(name, () => {
      expect(
        createProductAuth({ tenantId: TENANT, products: given, subscriptions: [] }).products,
      ).to.deep.equal(Object.keys(given));
    });
  }
  it("a version of tokens less: its audiences exist in the other alone", () => {
    const audience = `api://${STARTER_ID}`;
    const audiencesIn = (tokenVersions?: readonly ("1.0" | "2.0")[]) => {
      const products = { starter: { audience, ...(tokenVersions !== undefined && { tokenVersions }) } };
      const { byAudience } = compiled(createProductAuth({ tenantId: TENANT, products }).anyProduct);
      return [byAudience["entra-v1"], byAudience["entra-v2"], byAudience.openid].map((map) => [
        ...map.keys(),
      ]);
    };
    const [v1, v2, openid] = audiencesIn();
    expect(v2).to.deep.equal([STARTER_ID]);
    expect(audiencesIn(["1.0", "2.0"])).to.deep.equal([v1, v2, openid]);
    expect(audiencesIn(["2.0"])).to.deep.equal([[], v2, openid]);
    expect(audiencesIn(["1.0"])).to.deep.equal([v1, [], openid]);
  });
  it("a URI alone, where its product accepts v1 tokens alone", () => {
    const products = {
      starter: { audience: "https://contoso.example/orders", tokenVersions: ["1.0"] },
    } as const;
    expect(createProductAuth({ tenantId: TENANT, products }).products).to.deep.equal(["starter"]);
  });
  it("a URI alone, where v1 tokens alone are accepted", () => {
    const products = { starter: { audience: "https://contoso.example/orders" } };
    const auth = createProductAuth({ tenantId: TENANT, tokenVersions: ["1.0"], products });
    expect([...compiled(auth.anyProduct).byAudience["entra-v1"].keys()]).to.deep.equal([
      "https://contoso.example/orders",
      "https://contoso.example/orders/",
    ]);
  });
});
