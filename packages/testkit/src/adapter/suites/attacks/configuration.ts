import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import type { AnyOptions } from "../../adapter-harness.js";
import type { Suite } from "../../suite.js";

const GOOD = {
  tenantId: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
  products: {
    starter: { audience: "api://55556666-ffff-7777-aaaa-8888bbbb9999" },
    pro: { audience: "api://7b0c9e11-2222-4333-8444-955566667777", accepts: ["token", "key"] },
  },
  subscriptions: [{ id: "one", scope: "/products/pro", primaryKey: "a-key" }],
} as const;

/** A variable that nobody set, as `process.env` gives it. */
const UNSET = undefined as string | undefined;
const starter = (more: object) => ({
  products: { ...GOOD.products, starter: { ...GOOD.products.starter, ...more } },
});
const subscription = (more: object) => ({ subscriptions: [{ ...GOOD.subscriptions[0], ...more }] });
const issuers = (more: object) => ({
  issuers: [{ issuer: "https://issuer.example", jwksUri: "https://issuer.example/keys", ...more }],
});

/** Options over good ones, and the paths of the problems that they must be refused for. */
const REFUSED: Record<string, readonly (readonly [name: string, change: object, ...paths: string[]])[]> = {
  "variables that are not set": [
    ["tenantId", { tenantId: UNSET }, "tenantId"],
    ["tenantId as text", { tenantId: String(UNSET) }, "tenantId"],
    ["tenantId empty", { tenantId: "" }, "tenantId"],
    ["tenantId blank", { tenantId: " " }, "tenantId"],
    ["one tenant of several", { tenantId: [GOOD.tenantId, UNSET] }, "tenantId[1]"],
    ["audience", starter({ audience: UNSET }), "products.starter.audience"],
    ["audience as text", starter({ audience: `api://${UNSET}` }), "products.starter.audience"],
    ["audience empty", starter({ audience: "" }), "products.starter.audience"],
    [
      "one audience of several",
      starter({ audience: [GOOD.products.starter.audience, UNSET] }),
      "products.starter.audience[1]",
    ],
    ["role empty", starter({ role: "" }), "products.starter.role"],
    ["one client", starter({ clients: [UNSET] }), "products.starter.clients[0]"],
    ["a key", subscription({ primaryKey: UNSET }), "subscriptions[0].primaryKey"],
    ["a key empty", subscription({ primaryKey: "" }), "subscriptions[0].primaryKey"],
    ["a second key empty", subscription({ secondaryKey: "" }), "subscriptions[0].secondaryKey"],
    ["a date", subscription({ endDate: "" }), "subscriptions[0].endDate"],
    ["an issuer", { issuers: [{ issuer: UNSET, jwksUri: "https://a.example" }] }, "issuers[0].issuer"],
    [
      "a secret",
      issuers({ jwksUri: undefined, algorithms: ["HS256"], signingKeys: [{ secret: UNSET }] }),
      "issuers[0].signingKeys[0]",
    ],
  ],
  "nothing where something is demanded": [
    ["no products", { products: {}, subscriptions: undefined }, "products"],
    ["no audience", starter({ audience: [] }), "products.starter.audience"],
    ["no credential", starter({ accepts: [] }), "products.starter.accepts"],
    ["no clients", starter({ clients: [] }), "products.starter.clients"],
    ["no role, and nothing instead", starter({ role: false }), "products.starter.role"],
    [
      "no role, and an empty list instead",
      starter({ role: false, requiredClaims: [] }),
      "products.starter.role",
    ],
    ["no tenants", { tenantId: [] }, "tenantId"],
    ["every tenant", { tenantId: "common" }, "allowedTenants"],
    ["every organization", { tenantId: "organizations", allowedTenants: [] }, "allowedTenants"],
    ["no version", { tokenVersions: [] }, "tokenVersions"],
    ["no algorithm", issuers({ algorithms: [] }), "issuers[0].algorithms"],
    ["no subscriptions where keys are accepted", { subscriptions: undefined }, "subscriptions"],
  ],
  "patterns, which would need care (ReDoS; CVE-2026-35041)": [
    ["tenantId", { tenantId: /.*/ }, "tenantId"],
    ["audience", starter({ audience: /^api:/ }), "products.starter.audience"],
    ["audience in a list", starter({ audience: [/^api:/] }), "products.starter.audience[0]"],
    ["role", starter({ role: /All$/ }), "products.starter.role"],
    ["clients", starter({ clients: [/.*/] }), "products.starter.clients[0]"],
    [
      "a required claim",
      starter({ requiredClaims: [{ name: "env", values: [/(a+)+$/] }] }),
      "products.starter.requiredClaims[0].values[0]",
    ],
    ["an issuer", issuers({ issuer: /issuer/ }), "issuers[0].issuer"],
    ["a star for tenantId", { tenantId: "*" }, "tenantId"],
    ["a star for audience", starter({ audience: "*" }), "products.starter.audience"],
  ],
  "names that are no names": [
    ["a misspelt option", { tenant: GOOD.tenantId }, "tenant"],
    ["a misspelt option of a product", starter({ audiences: ["a"] }), "products.starter.audiences"],
    ["validateIssuer", { validateIssuer: false }, "validateIssuer"],
    ["ignoreExpiration", { ignoreExpiration: true }, "ignoreExpiration"],
    ["a product that is not there", subscription({ scope: "/products/strater" }), "subscriptions[0].scope"],
    ["a product without keys", subscription({ scope: "/products/starter" }), "subscriptions[0].scope"],
    ["every product", subscription({ scope: "/products" }), "subscriptions[0].scope"],
    ["a state", subscription({ state: "enabled" }), "subscriptions[0].state"],
    [
      "constructor as a product",
      { products: { ...GOOD.products, constructor: GOOD.products.starter } },
      "products.constructor",
    ],
    [
      "__proto__ as a product",
      { products: JSON.parse(`{"__proto__":{"audience":"x"}}`) as object },
      "products.__proto__",
      "subscriptions[0].scope",
    ],
    [
      "two products with one audience and one role",
      { products: { ...GOOD.products, other: { ...GOOD.products.starter, role: "Product.Starter.All" } } },
      "products.other.role",
    ],
    [
      "two subscriptions with one key",
      { subscriptions: [GOOD.subscriptions[0], { ...GOOD.subscriptions[0], id: "two" }] },
      "subscriptions[1].primaryKey",
    ],
  ],
  "what would weaken a check": [
    ["algorithm none", issuers({ algorithms: ["none"] }), "issuers[0].algorithms[0]"],
    ["algorithm RS256 and none", issuers({ algorithms: ["RS256", "none"] }), "issuers[0].algorithms[1]"],
    ["HS256 with fetched keys", issuers({ algorithms: ["HS256"] }), "issuers[0].algorithms"],
    ["a negative tolerance", { clockTolerance: -1 }, "clockTolerance"],
    ["an infinite tolerance", { clockTolerance: Infinity }, "clockTolerance"],
    ["no number as tolerance", { clockTolerance: NaN }, "clockTolerance"],
    ["a text as tolerance", { clockTolerance: "300" }, "clockTolerance"],
    ["tokens of any length", { maxTokenLength: Infinity }, "maxTokenLength"],
    ["keys that never expire", { signingKeys: { lastKnownGood: Infinity } }, "signingKeys.lastKnownGood"],
    ["a login service over http", { authorityHost: "http://login.example" }, "authorityHost"],
    ["a login service with a password", { authorityHost: "https://a:b@login.example" }, "authorityHost"],
    ["a login service with a path", { authorityHost: "https://login.example/common" }, "authorityHost"],
    ["keys over http", issuers({ jwksUri: "http://issuer.example/keys" }), "issuers[0].jwksUri"],
    ["keys from a file", issuers({ jwksUri: "file:///etc/keys.json" }), "issuers[0].jwksUri"],
    ["refusals that look like success", { failedValidation: { status: 200 } }, "failedValidation.status"],
    ["a token in two places", { tokenSource: { header: "x-token", query: "token" } }, "tokenSource.query"],
  ],
};

export function configuration({ harness, describe, it }: Suite): void {
  describe("a wrong set-up never starts, and never turns into an open door", () => {
    const start = (change: object) => harness.adapt({ ...GOOD, ...change } as unknown as AnyOptions);
    const pathsOf = (make: () => unknown): readonly string[] => {
      try {
        make();
      } catch (error) {
        if (error instanceof ConfigurationError) return error.problems.map(({ path }) => path);
        throw error;
      }
      return [];
    };

    it("the good one starts", () => expect(pathsOf(() => start({}))).to.deep.equal([]));
    it("the good one with another issuer starts", () =>
      expect(pathsOf(() => start(issuers({})))).to.deep.equal([]));

    for (const [subject, cases] of Object.entries(REFUSED))
      describe(subject, () => {
        for (const [name, change, ...paths] of cases)
          it(name, () => expect(pathsOf(() => start(change))).to.deep.equal(paths));
      });

    describe("guards", () => {
      const auth = start({}) as unknown as Record<string, (...given: unknown[]) => unknown>;
      for (const [name, ...given] of [
        ["requireProduct"],
        ["requireProduct", undefined],
        ["requireProduct", null],
        ["requireProduct", ""],
        ["requireProduct", "strater"],
        ["requireProduct", "Starter"],
        ["requireProduct", "starter "],
        ["requireProduct", "__proto__"],
        ["requireProduct", /starter/],
        ["requireProduct", "starter", undefined],
        ["requireScope"],
        ["requireScope", undefined],
        ["requireScope", ""],
        ["requireScope", "a b"],
        ["requireScope", /a/],
        ["requireRole"],
        ["requireRole", ["a"]],
        ["require"],
        ["require", {}],
        ["require", { product: UNSET }],
        ["require", { product: UNSET, roles: UNSET, scopes: UNSET }],
        ["require", { product: [] }],
        ["require", { product: "starter", roles: [] }],
        ["require", { product: "starter", roles: { all: [] } }],
        ["require", { product: "starter", scopes: { any: [] } }],
        ["require", { product: "starter", accepts: [] }],
        ["require", { product: "starter", accepts: ["anonymous"] }],
        ["require", { product: "starter", role: ["a"] }],
        ["require", { product: "starter", optional: true }],
        ["require", "starter"],
      ] as const)
        it(`${name}(${given.map(written).join(", ")})`, () =>
          expect(() => auth[name]!(...given)).to.throw(ConfigurationError));
    });
  });
}

function written(value: unknown): string {
  return value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? "undefined");
}
