import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import type { DescribedToken, TokenVector } from "./token-vector.js";

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const pairs = new Map<string, Pair>();

/** The key pair of an issuer. Making one takes time, so all vectors share them. */
function pairOf(name: string): Pair {
  const known = pairs.get(name);
  if (known !== undefined) return known;
  const made = generateKeyPairSync("rsa", { modulusLength: 2048 });
  pairs.set(name, made);
  return made;
}

const issuerUrl = (name: string) => `https://${name}.issuer.example`;

/** An entry of the option `issuers`, without its name. */
export function issuerEntry(
  name: string,
  { down = false, ...more }: { readonly down?: boolean } = {},
): object {
  const issuer = issuerUrl(name);
  if (down) return { issuer, jwksUri: `${issuer}/keys`, ...more };
  const publicKey = pairOf(name).publicKey.export({ type: "spki", format: "pem" }).toString();
  return { issuer, signingKeys: [{ id: name, publicKey }], ...more };
}

const LOGIN = "https://login.microsoftonline.com";

/** Serves the documents and keys of every tenant; every other address fails. */
export const vectorFetch: typeof globalThis.fetch = (input) => {
  const [, tenant, rest] =
    /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/(.*)$/.exec(addressOf(input)) ?? [];
  if (tenant === undefined || rest === undefined) return Promise.reject(new TypeError("fetch failed"));
  return Promise.resolve(Response.json(documentAt(tenant, rest)));
};

const addressOf = (input: Parameters<typeof globalThis.fetch>[0]) =>
  typeof input === "string" ? input : input instanceof URL ? input.href : input.url;

function documentAt(tenant: string, rest: string): object {
  const isV2 = rest.includes("v2.0");
  if (!rest.endsWith("openid-configuration"))
    return { keys: [{ ...pairOf("entra").publicKey.export({ format: "jwk" }), kid: "entra", use: "sig" }] };
  return {
    issuer: isV2 ? `${LOGIN}/${tenant}/v2.0` : `https://sts.windows.net/${tenant}/`,
    jwks_uri: `${LOGIN}/${tenant}/discovery/${isV2 ? "v2.0/" : ""}keys`,
  };
}

/** Makes a token as described. `now`: milliseconds since 1970. */
export function makeToken(token: DescribedToken, { settings }: TokenVector, now: number): string {
  const issuer = token.issuer ?? firstIssuer(settings);
  if (token.flaw === "garbage") return "garbage";
  const claims: Record<string, unknown> = {
    ...(issuer === "entra" ? entraClaims(token, settings, now) : openIdClaims(token, issuer, now)),
    ...rightsOf(token, settings),
    ...token.claims,
  };
  const payload = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
  if (token.flaw === "none") return `${encoded({ alg: "none", typ: "JWT" })}.${encoded(payload)}.`;
  const input = `${encoded({ alg: "RS256", typ: "JWT", kid: issuer })}.${encoded(payload)}`;
  const key = pairOf(token.flaw === "key" ? "stolen" : issuer).privateKey;
  const signed = token.flaw === "signature" ? `${input}x` : input;
  return `${input}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function firstIssuer({ issuers, tenantId }: TokenVector["settings"]): string {
  const [first] = Object.keys(issuers ?? {});
  return first ?? (tenantId === undefined ? "main" : "entra");
}

function rightsOf(
  { product, audience, roles, scopes, issuer }: DescribedToken,
  settings: TokenVector["settings"],
): Record<string, unknown> {
  const known = product === undefined ? undefined : settings.products?.[product];
  const isEntra = (issuer ?? firstIssuer(settings)) === "entra";
  const role =
    known?.role ?? (product && `Product.${product.charAt(0).toUpperCase()}${product.slice(1)}.All`);
  const held = roles ?? (typeof role === "string" ? [role] : undefined);
  const aud = audience ?? known?.audience;
  return {
    ...(aud !== undefined && {
      aud: isEntra && product !== undefined ? String(aud).replace("api://", "") : aud,
    }),
    ...(held !== undefined && { roles: held }),
    ...(scopes !== undefined && { [isEntra ? "scp" : "scope"]: scopes.join(" ") }),
  };
}

function timesOf({ expiresIn = 3600, validIn }: DescribedToken, now: number): Record<string, unknown> {
  const seconds = Math.floor(now / 1000);
  return {
    ...(expiresIn !== null && { exp: seconds + expiresIn }),
    ...(validIn !== undefined && { nbf: seconds + validIn }),
  };
}

function openIdClaims(token: DescribedToken, issuer: string, now: number): Record<string, unknown> {
  const { client, user } = token;
  const subject = user ?? client;
  return {
    iss: issuerUrl(issuer),
    ...(subject !== undefined && { sub: subject }),
    ...(client !== undefined && { client_id: client }),
    ...timesOf(token, now),
  };
}

function entraClaims(
  token: DescribedToken,
  settings: TokenVector["settings"],
  now: number,
): Record<string, unknown> {
  const { client, user, version = "2.0", tenant = String(settings.tenantId), validIn = 0 } = token;
  const isV2 = version === "2.0";
  const from = Math.floor(now / 1000) + validIn;
  const subject = user ?? client;
  return {
    iss: isV2 ? `${LOGIN}/${tenant}/v2.0` : `https://sts.windows.net/${tenant}/`,
    ver: version,
    tid: tenant,
    ...(client !== undefined && { [isV2 ? "azp" : "appid"]: client }),
    ...(subject !== undefined && { sub: subject, oid: subject }),
    ...(user === undefined && { idtyp: "app" }),
    iat: from,
    nbf: from,
    ...timesOf({ ...token, validIn }, now),
  };
}
