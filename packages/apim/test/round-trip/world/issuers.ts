import { createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** A token issuer: what its metadata says, and its key. */
export interface Issuer {
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly keyId: string;
}

/** What a token is made from. */
export interface TokenWish {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Who signs: the issuer with this discovery address, a shared secret in base64, or one that nobody trusts. */
  readonly by:
    | { readonly discovery: string }
    | { readonly secret: string }
    | { readonly privateKey: string }
    | "stranger";
}

/** The directory that domain names such as `contoso.example` belong to. */
const DIRECTORY = "99990000-1111-4222-8333-444455556666";
const ALL_TENANTS = ["common", "organizations", "consumers"];
const ENTRA = "https://login.microsoftonline.com/";

export const isEntra = (address: string): boolean => address.startsWith(ENTRA);

/** The addresses of a tenant's metadata: tokens of both versions are accepted. */
export const issuersOfTenant = (tenant: string): readonly string[] => [
  `${ENTRA}${tenant}/v2.0/.well-known/openid-configuration`,
  `${ENTRA}${tenant}/.well-known/openid-configuration`,
];

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const strangers = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY_ID = "key-of-the-tests";
const SUFFIX = "/.well-known/openid-configuration";

/** The metadata at an address; every address of the form has some. All issuers share one key. */
export function issuerAt(address: string): Issuer | undefined {
  if (!address.endsWith(SUFFIX)) return undefined;
  return { issuer: nameOf(address.slice(0, -SUFFIX.length)), publicKey: keys.publicKey, keyId: KEY_ID };
}

function nameOf(base: string): string {
  if (!isEntra(base)) return base;
  const [tenant = "", version] = base.slice(ENTRA.length).split("/");
  // The document for all tenants names a pattern, which is the issuer of no token.
  const id = tenant.includes(".") ? DIRECTORY : ALL_TENANTS.includes(tenant) ? "{tenantid}" : tenant;
  return version === "v2.0" ? `${ENTRA}${id}/v2.0` : `https://sts.windows.net/${id}/`;
}

/** Answers requests for metadata and keys in place of the network. */
export const fetchMetadata: typeof globalThis.fetch = (input) => {
  const address = input instanceof Request ? input.url : String(input);
  const found = issuerAt(address);
  const jwk = { ...keys.publicKey.export({ format: "jwk" }), kid: KEY_ID, use: "sig", alg: "RS256" };
  const body = found
    ? { issuer: found.issuer, jwks_uri: `${new URL(address).origin}/keys-of-the-tests` }
    : address.endsWith("/keys-of-the-tests") || address.endsWith("/discovery/v2.0/keys")
      ? { keys: [jwk] }
      : undefined;
  return Promise.resolve(
    body === undefined ? new Response("not found", { status: 404 }) : Response.json(body),
  );
};

const made = new Map<string, string>();

/** A signed token. The same wish gives the same token. */
export function tokenOf(wish: TokenWish): string {
  const id = JSON.stringify(wish);
  const known = made.get(id);
  if (known !== undefined) return known;
  const isSecret = typeof wish.by === "object" && "secret" in wish.by;
  const header = { alg: isSecret ? "HS256" : "RS256", typ: "JWT", ...(!isSecret && { kid: KEY_ID }) };
  const text = [header, wish.claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const token = `${text}.${signatureOf(text, wish.by).toString("base64url")}`;
  made.set(id, token);
  return token;
}

function signatureOf(text: string, by: TokenWish["by"]): Buffer {
  const bytes = Buffer.from(text);
  if (by === "stranger") return sign("sha256", bytes, strangers.privateKey);
  if ("secret" in by) return createHmac("sha256", Buffer.from(by.secret, "base64")).update(bytes).digest();
  return sign("sha256", bytes, "privateKey" in by ? by.privateKey : keys.privateKey);
}
