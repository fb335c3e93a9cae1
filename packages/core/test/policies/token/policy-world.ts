import { createHmac } from "node:crypto";
import { MemorySubscriptionStore, type IssuerOptions } from "#src/index.js";

const SECRET = Buffer.alloc(32, "p");
const NAMES = ["main", "partner"] as const;

/** Two issuers that share a secret with us: their tokens are made and verified without a fetch. */
export const issuers = (partnersProducts: readonly string[]): readonly IssuerOptions[] =>
  NAMES.map((name) => ({
    name,
    issuer: `https://${name}.example`,
    signingKeys: [{ id: "k", secret: SECRET.toString("base64") }],
    algorithms: ["HS256"],
    ...(name === "partner" && { products: partnersProducts }),
  }));

/** What a request presents. `user`: a token in the header `X-User-Token`. */
export interface Presented {
  readonly key?: string;
  readonly token?: string;
  readonly user?: string;
}

export const headersOf = ({ key, token, user }: Presented): Record<string, string> => ({
  ...(key !== undefined && { "ocp-apim-subscription-key": key }),
  ...(token !== undefined && { authorization: `Bearer ${token}` }),
  ...(user !== undefined && { "x-user-token": user }),
});

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(issuer: (typeof NAMES)[number], claims: object): string {
  const payload = { iss: `https://${issuer}.example`, exp: 4_000_000_000, ...claims };
  const input = `${base64url({ alg: "HS256", kid: "k" })}.${base64url(payload)}`;
  return `${input}.${createHmac("sha256", SECRET).update(input).digest("base64url")}`;
}

const shop = { sub: "shop", client_id: "shop" };
const desk = { sub: "desk", client_id: "desk" };

const TOKENS: readonly string[] = [
  ...[
    "urn:shared",
    "urn:gold",
    "urn:policy",
    ["urn:shared", "urn:policy"],
    ["urn:gold", "urn:policy"],
  ].flatMap((aud) => [
    token("main", { aud, ...shop, roles: ["A", "B", "Gold"], level: "7" }),
    token("main", { aud, ...desk, roles: ["B"] }),
    token("partner", { aud, ...shop, roles: ["A", "Gold"], level: "7" }),
  ]),
  token("main", {
    aud: ["urn:shared", "urn:policy"],
    sub: "ann",
    client_id: "shop",
    scope: "Read",
    roles: ["A"],
  }),
];

const SCOPES = ["/products/first", "/products/second", "/products/gold", "/apis/shop", "/"] as const;

/** Keys of subscriptions, one per scope. */
const KEYS = SCOPES.map((_, i) => `key-${i}`);

/** A store of them: unlike a list, it may hold scopes of products that are not there. */
export const subscriptions = new MemorySubscriptionStore(
  SCOPES.map((scope, i) => ({ id: scope, scope, primaryKey: KEYS[i]! })),
);

/** Requests with a key, a token, both or nothing, and some with a second token. */
export const PRESENTED: readonly Presented[] = [
  {},
  ...KEYS.map((key) => ({ key })),
  ...TOKENS.map((one) => ({ token: one })),
  ...TOKENS.flatMap((one, i) => [
    { token: one, key: KEYS[i % KEYS.length]! },
    { token: one, key: KEYS[(i + 2) % KEYS.length]!, user: TOKENS[(i + 5) % TOKENS.length]! },
    { user: one, key: KEYS[(i + 1) % KEYS.length]! },
  ]),
];

/** A token for a product and for a policy. */
export const sharedToken: string = token("main", {
  aud: ["urn:gold", "urn:policy"],
  ...shop,
  roles: ["Gold"],
});
