import { PAIRS, SECRETS } from "./keys.js";
import { CONSUMERS, DOMAIN, ISSUERS, TENANT, TENANT_TWO } from "./places.js";

/** Where Entra is. */
export const HOST = "https://login.microsoftonline.com";
export const ANY_TENANT = "{tenantid}";
export const v2Issuer = (tenant: string): string => `${HOST}/${tenant}/v2.0`;
export const v1Issuer = (tenant: string): string => `https://sts.windows.net/${tenant}/`;
/** The name of Entra's own cloud. */
export const CLOUD = "microsoftonline.com";

/** A published key, with the members that Entra adds. */
export type PublishedKey = Readonly<Record<string, unknown>> & { readonly kid?: string };

// One key under many names: what tells them apart is what each may be used for, and never the signature.
const { ours, other, short, ec, otherEc, ed } = PAIRS;
const sig = { use: "sig" };
export const ENTRA_KEYS: readonly PublishedKey[] = [
  { ...ours.jwk, ...sig, kid: "entra-any", issuer: v2Issuer(ANY_TENANT), cloud_instance_name: CLOUD },
  { ...ours.jwk, ...sig, kid: "entra-bare" },
  { ...other.jwk, ...sig, kid: "entra-other", issuer: v2Issuer(ANY_TENANT) },
  { ...ours.jwk, ...sig, kid: "entra-consumers", issuer: v2Issuer(CONSUMERS) },
  { ...ours.jwk, ...sig, kid: "entra-two", issuer: v2Issuer(TENANT_TWO) },
  { ...ours.jwk, ...sig, kid: "entra-v1-issuer", issuer: v1Issuer(ANY_TENANT) },
  { ...ours.jwk, ...sig, kid: "entra-us", cloud_instance_name: "microsoftonline.us" },
  { ...ours.jwk, ...sig, kid: "entra-odd-issuer", issuer: 7 },
  { ...ours.jwk, kid: "entra-encryption", use: "enc" },
  { ...ours.jwk, kid: "entra-operations", key_ops: ["encrypt"] },
  { ...ours.jwk, ...sig, kid: "entra-rs512", alg: "RS512" },
  { ...short.jwk, ...sig, kid: "entra-short" },
  { ...ec.jwk, ...sig, kid: "entra-ec" },
  { kty: "oct", k: SECRETS.attackerSecret.toString("base64url"), kid: "entra-oct", alg: "HS256" },
  { ...ours.jwk, ...sig },
];

/** Keys of the issuer that publishes a set: two for ES256, of which a token must name one, and one for EdDSA. */
export const PUBLISHED_KEYS: readonly PublishedKey[] = [
  { ...ec.jwk, ...sig, kid: "published-ec", alg: "ES256" },
  { ...otherEc.jwk, kid: "published-other-ec" },
  { ...ec.jwk, kid: "published-encryption", use: "enc" },
  { ...ed.jwk, ...sig },
  { ...ours.jwk, ...sig, kid: "published-rsa" },
];

const DOCUMENTS = new Map<string, object>([
  [`${HOST}/keys`, { keys: ENTRA_KEYS }],
  [`${ISSUERS.published}/keys`, { keys: PUBLISHED_KEYS }],
]);
for (const place of [TENANT, TENANT_TWO, DOMAIN, "organizations"]) {
  const tenant = { [DOMAIN]: TENANT, organizations: ANY_TENANT }[place] ?? place;
  for (const [version, issuer] of [["v2.0/", v2Issuer(tenant)] as const, ["", v1Issuer(tenant)] as const]) {
    const address = `${HOST}/${place}/${version}.well-known/openid-configuration`;
    DOCUMENTS.set(address, { issuer, jwks_uri: `${HOST}/keys`, cloud_instance_name: CLOUD });
  }
}

/** Answers for the issuers' documents, and remembers every question. */
export function documentServer(): { readonly asked: string[]; readonly fetch: typeof globalThis.fetch } {
  const asked: string[] = [];
  const answer = (address: unknown): Response => {
    asked.push(String(address));
    const document = DOCUMENTS.get(String(address));
    return new Response(JSON.stringify(document ?? {}), { status: document === undefined ? 404 : 200 });
  };
  return { asked, fetch: (address) => Promise.resolve(answer(address)) };
}
