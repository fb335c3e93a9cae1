import fc from "fast-check";
import type { SchemeName, Security } from "./interpret.js";
import { PRODUCTS, ROLES, SCOPES, type Sent } from "./world.js";

/** An operation with what the document says about it. */
export interface Generated {
  readonly security: Security;
  readonly products: readonly string[];
}

const SCHEMES = {
  bearer: { type: "http", scheme: "bearer" },
  users: {
    type: "oauth2",
    flows: {
      authorizationCode: {
        authorizationUrl: "https://login.example/authorize",
        tokenUrl: "https://login.example/token",
        scopes: Object.fromEntries(SCOPES.map((scope) => [scope, scope])),
      },
    },
  },
  clients: {
    type: "oauth2",
    flows: { clientCredentials: { tokenUrl: "https://login.example/token", scopes: {} } },
  },
  key: { type: "apiKey", in: "header", name: "Ocp-Apim-Subscription-Key" },
  proKey: { type: "apiKey", in: "query", name: "subscription-key", "x-product": "pro" },
} satisfies Record<SchemeName, object>;

/** A document with these operations, each at its own path. */
export const documentOf = (operations: readonly Generated[]): Record<string, unknown> => ({
  openapi: "3.1.0",
  info: { title: "Generated", version: "1" },
  paths: Object.fromEntries(
    operations.map(({ security, products }, i) => [
      `/at-${i}/{id}`,
      { get: { security, ...(security.length > 0 && { "x-product": products }) } },
    ]),
  ),
  components: { securitySchemes: SCHEMES },
});

const some = <T>(values: readonly T[]) => fc.subarray([...values]);
const tokenParts = fc.record<Partial<Record<SchemeName, readonly string[]>>, never>(
  { bearer: some(ROLES), users: some(SCOPES), clients: some(ROLES) },
  { requiredKeys: [] },
);
const keyParts = fc.constantFrom<Partial<Record<SchemeName, readonly string[]>>>({ key: [] }, { proKey: [] });

// A rule cannot demand a key and scopes or roles together.
const requirement: fc.Arbitrary<Security[number]> = fc.oneof(
  tokenParts,
  keyParts,
  keyParts.map((keys) => ({ ...keys, bearer: [] })),
);

const security: fc.Arbitrary<Security> = fc.oneof(
  { arbitrary: fc.array(requirement, { minLength: 1, maxLength: 3 }), weight: 9 },
  { arbitrary: fc.constant([]), weight: 1 },
);

/** Operations that rules can demand. `{}` beside a product contradicts it, and a scheme may have another product. */
export const operations: fc.Arbitrary<readonly Generated[]> = fc.array(
  fc
    .record({ security, products: some(PRODUCTS).filter(({ length }) => length > 0) })
    .filter(
      ({ security: list, products }) =>
        list.every((one) => Object.keys(one).length > 0) &&
        (products.includes("pro") || list.every((one) => !("proKey" in one))),
    ),
  { minLength: 4, maxLength: 8 },
);

const token = fc.oneof(
  {
    arbitrary: fc.record({ product: fc.constantFrom(...PRODUCTS), scopes: some(SCOPES), roles: some(ROLES) }),
    weight: 6,
  },
  { arbitrary: fc.constant("bad" as const), weight: 1 },
);
const key = fc.oneof(
  { arbitrary: fc.constantFrom(...PRODUCTS), weight: 6 },
  { arbitrary: fc.constant("bad" as const), weight: 1 },
);

/** Requests with a token, a key, both or nothing. */
export const sent: fc.Arbitrary<Sent> = fc.record({ token, key }, { requiredKeys: [] });
