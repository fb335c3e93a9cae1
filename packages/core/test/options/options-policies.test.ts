import { expect } from "chai";
import { createProductAuthTrustingClaims } from "#src/create-product-auth.js";
import { ConfigurationError, createProductAuth } from "#src/index.js";
import { TENANT } from "../ids.js";

const AUDIENCE = "https://api.contoso.example";
const ISSUER = { name: "main", issuer: "https://main.example", jwksUri: "https://main.example/keys" };
const PARTNER = {
  name: "partner",
  issuer: "https://partner.example",
  jwksUri: "https://partner.example/keys",
};
const base = { issuers: [ISSUER], products: { starter: { accepts: ["key"] } }, subscriptions: [] };
const ok = { audiences: [AUDIENCE] };

const problemsOf = (make: () => unknown): string[] => {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
};
const starting = (options: object) => problemsOf(() => createProductAuth({ ...base, ...options } as never));
const policy = (validateJwt: unknown, more: object = {}) => starting({ policies: { validateJwt }, ...more });

describe("options: token policies that do not start", () => {
  const at = "policies.validateJwt";
  const OPERATIONS = { list: { method: "GET", urlTemplate: "/" } };
  const inApi = (validateJwt: object, more: object = {}) =>
    starting({ apis: { orders: { path: "orders", operations: OPERATIONS, validateJwt, ...more } } });
  const rows: readonly (readonly [name: string, found: () => string[], expected: string])[] = [
    ["no audience", () => policy({}), `${at}.audiences: is missing`],
    [
      "a claim aud without values",
      () => policy({ requiredClaims: [{ name: "aud" }] }),
      `${at}.audiences: is missing`,
    ],
    ["several issuers", () => policy(ok, { issuers: [ISSUER, PARTNER] }), `${at}.issuers: is missing`],
    [
      "no issuer at all",
      () => policy(ok, { issuers: [] }),
      `${at}.issuers: is missing, and the options name no issuer`,
    ],
    [
      "an unknown issuer",
      () => policy({ ...ok, issuers: ["mian"] }),
      `${at}.issuers[0]: is an unknown issuer`,
    ],
    [
      "entra without tenantId",
      () => policy({ ...ok, issuers: ["entra"] }),
      `${at}.issuers[0]: is an unknown issuer`,
    ],
    [
      "an issuer twice",
      () => policy({ ...ok, issuers: ["main", "main"] }),
      `${at}.issuers[1]: is listed twice`,
    ],
    [
      "a described issuer on http",
      () => policy({ ...ok, issuers: [{ issuer: "http://evil.example" }] }),
      `${at}.issuers[0].issuer: is not an https URL`,
    ],
    [
      "a described tenant that is none",
      () => policy({ ...ok, issuers: [{ tenantId: "contoso" }] }),
      `${at}.issuers[0].tenantId: is neither a GUID nor a domain name`,
    ],
    [
      "common without tenants",
      () => policy({ ...ok, issuers: [{ tenantId: "common" }] }),
      `${at}.issuers[0].allowedTenants: is missing`,
    ],
    ["an empty list of policies", () => policy([]), `${at}: is empty`],
    ["an empty list of issuers", () => policy({ ...ok, issuers: [] }), `${at}.issuers: is empty`],
    ["an empty list of roles", () => policy({ ...ok, roles: { any: [] } }), `${at}.roles.any: is empty`],
    ["an unknown member", () => policy({ ...ok, audience: AUDIENCE }), `${at}.audience: is not an option`],
    ["an undefined policy", () => policy(undefined), `${at}: is undefined`],
    ["an undefined member", () => policy({ ...ok, roles: undefined }), `${at}.roles: is undefined`],
    [
      "a status",
      () => policy({ ...ok, failedValidation: { status: 500 } }),
      `${at}.failedValidation.status: is 500`,
    ],
    ["a tolerance", () => policy({ ...ok, clockTolerance: -1 }), `${at}.clockTolerance: is -1`],
    ["a name", () => policy({ ...ok, name: "1st" }), `${at}.name: is not a name`],
    [
      "tokens without exp",
      () => policy({ ...ok, requireExpirationTime: false }),
      `${at}.requireExpirationTime: is false, and an issuer requires exp`,
    ],
    [
      "two places",
      () => policy({ ...ok, tokenSource: { header: "x", query: "y" } }),
      `${at}.tokenSource.query: is set beside header`,
    ],
    [
      "the field of keys",
      () => policy({ ...ok, tokenSource: { header: "ocp-apim-subscription-KEY" } }),
      `${at}.tokenSource: is a field in which subscription keys are sent`,
    ],
    [
      "the field of an API's keys",
      () => inApi({ ...ok, tokenSource: { query: "k" } }, { subscriptionKeyParameterNames: { query: "k" } }),
      "apis.orders.validateJwt.tokenSource: is a field in which subscription keys are sent",
    ],
    [
      "a method that no operation has",
      () => inApi({ ...ok, when: { not: { method: ["PUT"] } } }),
      "apis.orders.validateJwt.when: names PUT, which no operation there has",
    ],
    [
      "audiences and aud of Entra that exclude each other",
      () =>
        policy(
          { ...ok, requiredClaims: [{ name: "aud", values: ["x"] }] },
          { issuers: [], tenantId: TENANT },
        ),
      `${at}.requiredClaims: names aud with values that audiences excludes`,
    ],
    [
      "a product whose tokens can never pass",
      () =>
        policy(ok, {
          issuers: [],
          tenantId: TENANT,
          products: { starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" } },
        }),
      `${at}.audiences: names other audiences than the products there, which accept only tokens in the same field`,
    ],
    [
      "a name that two issuers have",
      () => starting({ issuers: [ISSUER, { ...PARTNER, name: "main" }] }),
      "issuers[1].name: is the name of another issuer",
    ],
    [
      "an issuer called entra",
      () => starting({ issuers: [{ ...ISSUER, name: "entra" }] }),
      'issuers[0].name: is "entra", which stands for tenantId',
    ],
  ];
  for (const [name, found, expected] of rows) it(name, () => expect(found()).to.deep.equal([expected]));

  it("all problems at once, with their places", () =>
    expect(
      starting({
        policies: { validateJwt: [ok, {}] },
        products: { starter: { accepts: ["key"], validateJwt: {} } },
      }),
    ).to.deep.equal([
      `${at}[1].audiences: is missing`,
      "products.starter.validateJwt.audiences: is missing",
    ]));
  it("an application that verifies claims itself: another issuer or place", () => {
    const options = {
      ...{ products: base.products, subscriptions: [], tenantId: TENANT },
      policies: { validateJwt: { ...ok, issuers: [ISSUER], tokenSource: { header: "X-Token" } } },
    };
    const { name: _, ...issuer } = ISSUER;
    options.policies.validateJwt.issuers = [issuer as typeof ISSUER];
    expect(problemsOf(() => createProductAuthTrustingClaims(options as never, () => ({})))).to.deep.equal([
      `${at}.issuers: names another issuer than the strategy's`,
      `${at}.tokenSource: is another place than the strategy's`,
    ]);
  });
});

describe("options: token policies in rules", () => {
  const auth = createProductAuth({ ...base } as never);
  const compiling = (rule: object) => problemsOf(() => auth.requirement(rule as never, "require(rule)"));

  it("a good one compiles", () =>
    expect(compiling({ product: "starter", validateJwt: ok })).to.deep.equal([]));
  it("problems name the call", () =>
    expect(compiling({ product: "starter", validateJwt: [ok, {}] })).to.deep.equal([
      "require(rule).validateJwt[1].audiences: is missing",
    ]));
  it("an empty list demands nothing", () =>
    expect(compiling({ product: "starter", validateJwt: [] })).to.deep.equal([
      "require(rule).validateJwt: is empty",
    ]));
  it("a function is no plain data", () =>
    expect(compiling({ product: "starter", validateJwt: { ...ok, tokenSource: () => "x" } })).to.deep.equal([
      "require(rule).validateJwt.tokenSource: is a function, and rules are plain data",
    ]));
  it("in an alternative, not beside anyOf", () => {
    expect(compiling({ anyOf: [{ product: "starter", validateJwt: ok }] })).to.deep.equal([]);
    expect(compiling({ anyOf: [{ product: "starter" }], validateJwt: ok })).to.deep.equal([
      "require(rule).validateJwt: stands beside anyOf",
    ]);
  });
  it("scopes over products that share an audience name one of them", () => {
    const shared = createProductAuth({
      ...{ issuers: [ISSUER] },
      products: { a: { audience: AUDIENCE, role: "A" }, b: { audience: AUDIENCE, role: "B" } },
    });
    expect(problemsOf(() => shared.requirement({ scopes: ["x"] }))).to.deep.equal([
      "rule.scopes: demands scopes of a and b, which share an audience",
    ]);
    expect(problemsOf(() => shared.requirement({ product: "a", scopes: ["x"] }))).to.deep.equal([]);
  });
});

describe("update and token policies", () => {
  it("a policy that is not sound changes nothing, and an omission keeps the current ones", () => {
    const auth = createProductAuth({ ...base } as never);
    const update = (catalog: object) =>
      problemsOf(() => auth.update({ products: base.products, ...catalog } as never));
    expect(update({ policies: { validateJwt: {} } })).to.have.length(1);
    expect(update({ policies: { validateJwt: ok } })).to.deep.equal([]);
    expect(update({})).to.deep.equal([]);
    expect(update({ policies: {} })).to.deep.equal([]);
  });
});
