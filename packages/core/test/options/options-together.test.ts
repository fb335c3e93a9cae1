import { expect } from "chai";
import { PRO_ID, STARTER_ID, TENANT } from "../catalog.js";
import { problemsOfOptions } from "./problems-of.js";

const starter = { audience: STARTER_ID };
const pathsOf = (options: object) => problemsOfOptions(options).map(({ path }) => path);

describe("options: wrong forms hide no other problem", () => {
  const cases: readonly (readonly [name: string, options: object, paths: readonly string[]])[] = [
    [
      "a misspelt option beside an undefined tenant",
      { tenant: TENANT, products: { starter } },
      ["tenant", "tenantId"],
    ],
    [
      "a misspelt member of a product beside an undefined tenant",
      { products: { starter: { ...starter, accept: ["key"] } } },
      ["products.starter.accept", "tenantId"],
    ],
    [
      "a misspelt member beside what it was meant for",
      { tenantId: TENANT, products: { starter: { audiense: STARTER_ID } } },
      ["products.starter.audiense", "products.starter.audience"],
    ],
    [
      "one product of a wrong form beside another with a wrong meaning",
      { tenantId: "", products: { starter: { audience: 1 }, pro: { audience: [] } } },
      ["products.starter.audience", "tenantId", "products.pro.audience"],
    ],
    [
      "one API, one issuer, one client, one subscription of a wrong form each beside another",
      {
        tenantId: TENANT,
        products: { starter: { ...starter, accepts: ["token", "key"] } },
        apis: { a: { path: 1 }, b: { path: "*" } },
        issuers: [1, { issuer: "" }],
        clientApplications: [1, { id: "b", products: ["x"], state: "active" }],
        subscriptions: [1, { id: "b", scope: "/products/x", primaryKey: "k" }],
      },
      [
        ...["issuers[0]", "apis.a", "subscriptions[0]", "clientApplications[0]"],
        ...["issuers[1].issuer", "apis.b.path", "clientApplications[1].products[0]"],
        "subscriptions[1].scope",
      ],
    ],
    [
      "a wrong login service beside a tenant of a wrong form",
      { tenantId: 1, authorityHost: "http://login.example", products: { starter } },
      ["tenantId", "authorityHost"],
    ],
  ];
  for (const [name, options, paths] of cases)
    it(name, () => {
      const found = pathsOf(options).map((path) => (path === "apis.a.path" ? "apis.a" : path));
      expect(found).to.have.members(paths);
    });
});

describe("options: what has a wrong form is not read further", () => {
  const keyed = { accepts: ["key"] };
  const cases: readonly (readonly [name: string, options: object, path: string])[] = [
    ["products", { products: 1, apis: { a: { path: "a", products: ["x"] } } }, "products"],
    [
      "a product, for the scope of a subscription",
      {
        products: { pro: { accepts: 1 }, gold: keyed },
        subscriptions: [{ id: "a", scope: "/products/pro", primaryKey: "k" }],
      },
      "products.pro.accepts",
    ],
    [
      "a product, for the need of a tenant",
      { products: { starter: { audience: 1 } } },
      "products.starter.audience",
    ],
    ["the tenant", { tenantId: 1, products: { starter } }, "tenantId"],
    ["the issuers, for the need of a tenant", { issuers: 1, products: { starter } }, "issuers"],
    ["the APIs, for the scope of a subscription", scoped({ apis: 1 }), "apis"],
    [
      "the subscriptions, for the need of them",
      { products: { pro: keyed }, subscriptions: 1 },
      "subscriptions",
    ],
    [
      "the place of tokens, for that of keys",
      {
        ...{ tenantId: TENANT, products: { starter }, tokenSource: { header: 1 } },
        subscriptionKeyParameterNames: { header: "authorization" },
      },
      "tokenSource.header",
    ],
    [
      "a product with a reserved name",
      { tenantId: TENANT, products: { starter, constructor: { audience: STARTER_ID } } },
      "products.constructor",
    ],
  ];
  for (const [name, options, path] of cases)
    it(`${name}: ${path} alone`, () => expect(pathsOf(options)).to.deep.equal([path]));

  function scoped(more: object): object {
    const subscriptions = [{ id: "a", scope: "/apis/orders", primaryKey: "k" }];
    return { products: { pro: { accepts: ["key"] } }, subscriptions, ...more };
  }
});

describe("options: what a message shows", () => {
  const base = { tenantId: TENANT, products: { starter, pro: { audience: PRO_ID, accepts: ["key"] } } };
  const said = (options: object) =>
    problemsOfOptions({ ...base, subscriptions: [], ...options }).map(
      ({ path, message, fix }) => `${path}: ${message}; ${fix}`,
    );

  it("the number, where a number is expected", () =>
    expect(said({ clockTolerance: -5, maxTokenLength: 1e9, storeTimeout: NaN })).to.deep.equal([
      "maxTokenLength: is 1000000000; write at most 131072 characters",
      "clockTolerance: is -5; write 0 or more seconds",
      "storeTimeout: is NaN; write a number of seconds above 0, at most 60",
    ]));
  it("the word, where one of a few is expected", () =>
    expect(said({ cloud: "moon", unmatchedPaths: "open\n" })).to.deep.equal([
      'cloud: is "moon"; write one of "public", "us-government", "china"',
      'unmatchedPaths: is "open\\n"; write one of "refuse", "any-product"',
    ]));
  it("no long text, even there", () =>
    expect(said({ cloud: "m".repeat(41) })[0]).to.match(/^cloud: is none of the accepted values; /));
  it("the kind of value, anywhere else", () => {
    const secret = "s3cret-of-the-production-system";
    for (const options of [
      { clockTolerance: secret },
      { subscriptionKeyPepper: [secret] },
      { subscriptionKeyPepper: { current: "", previous: secret } },
      { subscriptions: [{ id: "a", scope: "/products/pro", primaryKey: 12345678 }] },
      { subscriptions: secret },
      { decryptionKeys: [secret] },
      { decryptionKeys: secret },
      { issuers: [{ issuer: "urn:a", signingKeys: [{ secret }], algorithms: ["HS256"] }] },
      { fetch: secret },
    ]) {
      expect(said(options), JSON.stringify(options)).to.not.have.length(0);
      expect(said(options).join()).to.not.match(/s3cret|12345678/);
    }
  });
  it("that something is empty, and how long it is", () =>
    expect(
      said({
        subscriptions: [{ id: " ", scope: "/products/pro", primaryKey: "k".repeat(257), secondaryKey: "" }],
        tokenVersions: [],
      }),
    ).to.deep.equal([
      'tokenVersions: is empty; write "1.0", "2.0", or both in a list',
      "subscriptions[0].id: is empty; write a unique id",
      "subscriptions[0].primaryKey: has 257 characters; write 1 to 256 characters",
      "subscriptions[0].secondaryKey: is empty; write 1 to 256 characters",
    ]));
});
