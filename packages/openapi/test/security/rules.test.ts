import { ConfigurationError, createProductAuth, type Rule } from "@product-auth/core";
import { expect } from "chai";
import { rulesFromOpenApi } from "#src/index.js";
import type { GuardingInstance } from "#src/index.js";

const SCHEMES = {
  bearer: { type: "http", scheme: "Bearer" },
  users: { type: "oauth2", flows: { authorizationCode: {}, "x-other": {} } },
  clients: { type: "oauth2", flows: { clientCredentials: {} } },
  either: { type: "oauth2", flows: { clientCredentials: {}, deviceAuthorization: {} } },
  oidc: { type: "openIdConnect", openIdConnectUrl: "https://login.example/.well-known/openid-configuration" },
  key: { type: "apiKey", in: "header", name: "ocp-apim-subscription-key" },
  queryKey: { type: "apiKey", in: "query", name: "subscription-key" },
  proKey: { $ref: "#/components/x-parts/pro" },
  proToken: { type: "http", scheme: "bearer", "x-product": ["pro"] },
  session: { type: "apiKey", in: "cookie", name: "session" },
  other: { type: "apiKey", in: "header", name: "X-Key" },
  basic: { type: "http", scheme: "basic" },
  certificate: { type: "mutualTLS" },
  empty: { type: "oauth2", flows: {} },
  untyped: {},
  outside: { $ref: "https://elsewhere.example/schemes.json#/key" },
  misnamed: { type: "http", scheme: "bearer", "x-product": 7 },
};
const PARTS = {
  pro: { ...{ type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" }, "x-product": "pro" },
};

const AUDIENCES = ["55556666-ffff-7777-aaaa-8888bbbb9999", "7b0c9e11-2222-4333-8444-955566667777"] as const;

/** An instance whose guards are their rules. */
function instance(): GuardingInstance<string, Rule, "open"> {
  const auth = createProductAuth({
    tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    subscriptions: [],
    products: {
      starter: { audience: AUDIENCES[0], accepts: ["token", "key"] },
      pro: { audience: AUDIENCES[1], accepts: ["token", "key"] },
      free: { accepts: ["key", "open"] },
    },
  });
  return {
    catalog: auth.catalog,
    requireProduct: () => undefined,
    require: (rule) => auth.requirement(rule as Rule<"free">, "require(rule)").rule as Rule,
    open: () => "open",
  };
}

interface Given {
  readonly operation?: object;
  readonly item?: object;
  readonly document?: object;
  readonly openapi?: string;
  readonly enforcedElsewhere?: readonly string[];
}

function rulesOf({ operation = {}, item = {}, document = {}, openapi = "3.1.0", enforcedElsewhere }: Given) {
  const options = enforcedElsewhere === undefined ? {} : { enforcedElsewhere };
  const components = { securitySchemes: SCHEMES, "x-parts": PARTS };
  const paths = { "/orders": { ...item, get: { operationId: "list", ...operation } } };
  return rulesFromOpenApi({ openapi, ...document, paths, components }, instance(), options);
}

const ruleOf = (given: Given) => rulesOf(given).rule("list");

const problemsOf = (given: Given) => {
  try {
    rulesOf(given);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.problems.map(({ path, message }) => `${path} ${message}`);
    throw error;
  }
  return [];
};

const AT = "#/paths/~1orders/get";

describe("rulesFromOpenApi: security", () => {
  const rules: readonly [string, object[], object | "open"][] = [
    ["an empty list", [], "open"],
    ["an empty object", [{}], "open"],
    ["an empty object beside another", [{ bearer: [] }, {}], "open"],
    ["a token", [{ bearer: [] }], { accepts: ["token"] }],
    ["a key", [{ key: [] }], { accepts: ["key"] }],
    ["a key in either place", [{ key: [] }, { queryKey: [] }], { accepts: ["key"] }],
    [
      "token or key",
      [{ bearer: [] }, { key: [] }],
      { anyOf: [{ accepts: ["token"] }, { accepts: ["key"] }] },
    ],
    ["token and key", [{ bearer: [], key: [] }], { all: true }],
    ["either, and both of them", [{ bearer: [], key: [] }, { key: [] }], { accepts: ["key"] }],
    ["scopes of users", [{ users: ["B", "A"] }], { scopes: ["A", "B"] }],
    ["scopes by OpenID Connect", [{ oidc: ["A"] }], { scopes: ["A"] }],
    ["scopes as clients of Entra ID ask for them", [{ users: ["api://1/A"] }], { scopes: ["A"] }],
    ["the scope of all app roles", [{ clients: ["api://1/.default"] }], { accepts: ["token"] }],
    ["one of several scopes", [{ users: ["A"] }, { users: ["B"] }], { scopes: { any: ["A", "B"] } }],
    ["app roles of clients", [{ clients: ["A"] }], { roles: ["A"] }],
    ["one of several roles", [{ clients: ["A"] }, { bearer: ["B"] }], { roles: { any: ["A", "B"] } }],
    [
      "one of several scopes with the same role",
      [
        { users: ["A"], clients: ["R"] },
        { users: ["B"], clients: ["R"] },
        { users: ["B"], clients: ["S"] },
      ],
      {
        anyOf: [
          { scopes: { any: ["A", "B"] }, roles: ["R"] },
          { scopes: ["B"], roles: ["S"] },
        ],
      },
    ],
    ["scopes and roles", [{ users: ["A"], clients: ["B"] }], { scopes: ["A"], roles: ["B"] }],
    ["either flow", [{ either: ["A"] }], { anyOf: [{ scopes: ["A"] }, { roles: ["A"] }] }],
    ["more scopes of the same user", [{ users: ["A", "B"] }, { users: ["A"] }], { scopes: ["A"] }],
    ["a product of the scheme", [{ proKey: [] }], { product: "pro", accepts: ["key"] }],
    [
      "products of some schemes",
      [{ proToken: ["A"] }, { key: [] }],
      { anyOf: [{ product: "pro", roles: ["A"] }, { accepts: ["key"] }] },
    ],
    ["of one product together", [{ proToken: [], proKey: [] }], { product: "pro", all: true }],
  ];
  for (const [what, security, rule] of rules)
    it(what, () => expect(ruleOf({ operation: { security } })).to.deep.equal(rule));

  it("of the operation before that of the document", () => {
    const document = { security: [{ key: [] }] };
    expect(ruleOf({ document })).to.deep.equal({ accepts: ["key"] });
    expect(ruleOf({ document, operation: { security: [{ bearer: [] }] } })).to.deep.equal({
      accepts: ["token"],
    });
    expect(ruleOf({ document, operation: { security: [] } })).to.equal("open");
  });
});

describe("rulesFromOpenApi: x-product", () => {
  const security = [{ key: [] }];
  const rules: readonly [string, Given, object | "open"][] = [
    ["of the operation", { operation: { "x-product": "pro" } }, { product: "pro", accepts: ["key"] }],
    ["of the path", { item: { "x-product": "pro" } }, { product: "pro", accepts: ["key"] }],
    ["of the document", { document: { "x-product": "pro" } }, { product: "pro", accepts: ["key"] }],
    [
      "the nearest one, of several products",
      { document: { "x-product": "pro" }, operation: { "x-product": ["starter", "pro"] } },
      { product: ["pro", "starter"], accepts: ["key"] },
    ],
    [
      "an empty list: any product again",
      { document: { "x-product": "pro" }, operation: { "x-product": [] } },
      { accepts: ["key"] },
    ],
  ];
  for (const [what, given, rule] of rules)
    it(what, () =>
      expect(ruleOf({ ...given, operation: { security, ...given.operation } })).to.deep.equal(rule),
    );

  it("without security: what the product accepts", () =>
    expect(ruleOf({ operation: { "x-product": "pro" } })).to.deep.equal({ product: "pro" }));
  it("of the document does not contradict an open operation", () =>
    expect(ruleOf({ document: { "x-product": "pro" }, operation: { security: [] } })).to.equal("open"));
  it("an open product admits without a credential", () => {
    for (const list of [[], [{ key: [] }, {}]])
      expect(ruleOf({ operation: { security: list, "x-product": "free" } })).to.deep.equal({
        product: "free",
      });
  });
});

describe("rulesFromOpenApi: what no rule can demand is a problem at its place, and nothing is open instead", () => {
  const at = `${AT}/security/0`;
  const problems: readonly [string, Given, RegExp][] = [
    ["no security at all", {}, /^#\/paths\/~1orders\/get has no security, and neither has the document$/],
    ["not a list", { operation: { security: { key: [] } } }, /get\/security is not a list$/],
    ["not an object", { operation: { security: ["key"] } }, /security\/0 is not an object$/],
    ["an unknown scheme", one({ kee: [] }), /security\/0\/kee is not a security scheme of the document$/],
    [
      "a scheme named like a member of all objects",
      one({ constructor: [] }),
      /constructor is not a security scheme/,
    ],
    ["names that are no list", one({ key: "A" }), /key is not a list of names$/],
    ["roles of a key", one({ key: ["A"] }), /key names roles, and a key carries none$/],
    ["a key in a cookie", one({ session: [] }), /session is not a key in a header or query parameter/],
    ["a key that the application does not read", one({ other: [] }), /other is a key in header X-Key, which/],
    ["the key twice", one({ key: [], queryKey: [] }), /security\/0 demands the key at two places$/],
    [
      "a password",
      one({ basic: [] }),
      /basic is not scheme: bearer \(#\/components\/securitySchemes\/basic\)$/,
    ],
    ["a client certificate", one({ certificate: [], key: [] }), /certificate demands a client certificate/],
    ["a scheme without flows", one({ empty: [] }), /empty has no flow/],
    ["a scheme without a type", one({ untyped: [] }), /untyped has no known type/],
    ["a scheme in another file", one({ outside: [] }), /outside is not a security scheme \(/],
    [
      "a scheme whose product is none",
      one({ misnamed: [] }),
      /misnamed has an x-product that names no product/,
    ],
    ["a scope of OpenID Connect", one({ oidc: ["openid"] }), /oidc names openid, which no access token/],
    ["two scopes in one name", one({ users: ["A B"] }), /users contains a name with spaces/],
    ["a key and scopes", one({ key: [], users: ["A"] }), /security\/0 demands a key and scopes or roles/],
    [
      "schemes of different products",
      { operation: { security: [{ proKey: [] }], "x-product": "starter" } },
      /different products$/,
    ],
    [
      "no product",
      { operation: { security: [{ key: [] }], "x-product": [7] } },
      /x-product names no product$/,
    ],
    [
      "an unknown product",
      { operation: { security: [{ key: [] }], "x-product": "prp" } },
      /get product: names an unknown product/,
    ],
    [
      "nothing of a product that is not open",
      { operation: { security: [], "x-product": "pro" } },
      /not one open product$/,
    ],
    [
      "a choice of nothing of such a product",
      { operation: { security: [{ key: [] }, {}], "x-product": "pro" } },
      /not one open product$/,
    ],
    [
      "what its product does not accept",
      { operation: { security: [{ bearer: [] }], "x-product": "free" } },
      /get accepts no credential/,
    ],
    [
      "too many alternatives",
      { operation: { security: Array.from("abcdefghi", (name) => ({ users: [name, `${name}2`] })) } },
      /anyOf: has 9 alternatives$/,
    ],
    [
      "very many alternatives",
      { operation: { security: Array.from({ length: 33 }, () => ({ key: [] })) } },
      /more than 32 alternatives$/,
    ],
    ["roles by http in 3.0", { openapi: "3.0.3", ...one({ bearer: ["A"] }) }, /OpenAPI 3.0 does not allow/],
  ];
  for (const [what, given, problem] of problems)
    it(what, () => {
      const found = problemsOf(given);
      expect(found).to.have.length(1);
      expect(found[0]).to.match(problem);
    });

  it("a scheme that something else enforces is left out, but never leaves nothing", () => {
    const enforcedElsewhere = ["certificate"];
    const both = one({ certificate: [], key: [] });
    expect(ruleOf({ ...both, enforcedElsewhere })).to.deep.equal({ accepts: ["key"] });
    expect(problemsOf({ ...one({ certificate: [] }), enforcedElsewhere })).to.deep.equal([
      `${at} leaves no credential that a rule can demand`,
    ]);
  });
  it("all problems at once, that of the document once", () => {
    const document = { security: [{ kee: [] }] };
    const components = { securitySchemes: SCHEMES };
    const paths = { "/a": { get: {}, put: {} }, "/b": { get: { security: [{ basic: [] }] } }, b: {} };
    expect(() => rulesFromOpenApi({ openapi: "3.1.0", ...document, paths, components }, instance())).to.throw(
      ConfigurationError,
      /cannot be enforced, 3 problems/,
    );
  });
});

function one(requirement: object): Given {
  return { operation: { security: [requirement] } };
}

describe("rulesFromOpenApi: looking rules up", () => {
  it("lists concrete paths before templates that match them too", () => {
    const get = { security: [{ key: [] }] };
    const names = ["/{a}/b", "/{a}/{b}", "/a/{b}", "/a/x-{b}", "/a/b", "/{a}"];
    const paths = Object.fromEntries(names.map((path) => [path, { get }]));
    const components = { securitySchemes: SCHEMES };
    const { operations } = rulesFromOpenApi({ openapi: "3.1.0", paths, components }, instance());
    const at = (path: string) => operations.findIndex((operation) => operation.path === path);
    for (const [concrete, template] of [
      ["/a/b", "/a/x-{b}"],
      ["/a/x-{b}", "/a/{b}"],
      ["/a/{b}", "/{a}/{b}"],
      ["/a/b", "/{a}/b"],
      ["/{a}/b", "/{a}/{b}"],
    ] as const)
      expect(at(concrete), `${concrete} ${template}`).to.be.below(at(template));
  });
  it("by operationId, and by method and path in any spelling", () => {
    const operation = { security: [{ key: [] }] };
    const paths = { "/orders/{id}": { get: { operationId: "read", ...operation } } };
    const components = { securitySchemes: SCHEMES };
    const rules = rulesFromOpenApi({ openapi: "3.0.3", paths, components }, instance());
    const rule = { accepts: ["key"] };
    expect(rules.operations).to.deep.equal([
      { method: "GET", path: "/orders/{id}", operationId: "read", rule },
    ]);
    expect(rules.rule("read")).to.deep.equal(rule);
    expect(rules.guard("read")).to.deep.equal(rule);
    for (const path of ["/orders/{id}", "/orders/:order", "/orders/{order}/"])
      expect(rules.ruleAt("get", path)).to.deep.equal(rule);
    expect(() => rules.rule("list")).to.throw(RangeError, 'no operation with the operationId "list"');
    expect(() => rules.guardAt("GET", "/orders")).to.throw(RangeError, "no operation GET /orders");
  });
});
