import { createHmac } from "node:crypto";
import { MemorySubscriptionStore, type IssuerOptions } from "#src/index.js";

const SECRETS = ["a", "b"].map((letter) => Buffer.alloc(32, letter));

/** Two issuers that share a secret each with us: their tokens are made and checked without a fetch. */
export const ISSUERS: readonly [IssuerOptions, IssuerOptions] = [issuerOf(0), issuerOf(1)];

function issuerOf(index: number): IssuerOptions {
  return {
    issuer: `https://issuer-${index}.example`,
    signingKeys: [{ id: "k", secret: SECRETS[index]!.toString("base64") }],
    algorithms: ["HS256"],
  };
}

const SCOPES = ["/products/basic", "/products/gold", "/products/free", "/apis/outer", "/apis", "/"] as const;

/** Keys of subscriptions, one per scope. */
export const KEYS: readonly string[] = SCOPES.map((_, i) => `key-${i}`);

/** A store of them: unlike a list, it may hold scopes of products and APIs that are not there. */
export const SUBSCRIPTIONS = new MemorySubscriptionStore(
  SCOPES.map((scope, i) => ({ id: scope, scope, primaryKey: KEYS[i]! })),
);

/** What a request may present: every kind alone and together. */
export interface Presented {
  readonly token?: string;
  readonly key?: string;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(index: number, claims: object): string {
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now - 60, nbf: now - 60, exp: now + 86_400 };
  const payload = { iss: `https://issuer-${index}.example`, ...times, ...claims };
  const input = `${base64url({ alg: "HS256", kid: "k", typ: "JWT" })}.${base64url(payload)}`;
  return `${input}.${createHmac("sha256", SECRETS[index]!).update(input).digest("base64url")}`;
}

const AUDIENCES = [
  ["urn:basic"],
  ["urn:gold"],
  ["urn:free"],
  ["urn:basic", "urn:gold"],
  ["urn:gold", "urn:free"],
];
const good = { roles: ["Call"], level: "7", group: ["b"] };

/** Tokens of applications and users, of both issuers, with everything or without some of it. */
export const TOKENS: readonly string[] = AUDIENCES.flatMap((aud) => [
  token(0, { aud, sub: "one", client_id: "one", ...good }),
  token(1, { aud, sub: "two", client_id: "two", ...good }),
  token(0, { aud, sub: "two", client_id: "two", roles: ["Call"] }),
  token(0, { aud, sub: "ann", client_id: "one", scope: "Read", ...good }),
]);

/** Requests with a key, a token, both, or nothing. */
export const PRESENTED: readonly Presented[] = [
  {},
  ...[...KEYS, "nobody's"].map((key) => ({ key })),
  ...TOKENS.map((one) => ({ token: one })),
  ...TOKENS.map((one, i) => ({ token: one, key: [...KEYS, "nobody's"][i % 7]! })),
];

/** The same callers with all of that or less. */
export const withLess: ReadonlyMap<Presented, readonly Presented[]> = new Map(
  PRESENTED.map((all) => {
    const { token: one, key } = all;
    const parts = [{ token: one }, { key }].filter((part) => Object.values(part)[0] !== undefined);
    return [all, [{}, ...(parts.length > 1 ? (parts as Presented[]) : []), all]] as const;
  }),
);
