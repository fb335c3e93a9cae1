import { createHmac, createPublicKey, timingSafeEqual, verify, type KeyObject } from "node:crypto";
import type { KeyDemand, TokenRule } from "#src/report/rule.js";
import { isEntra, issuersOfTenant } from "../world/issuers.js";
import type { Asked } from "./asked.js";
import { satisfies, valuesOf, type Claims } from "./claims.js";
import type { Service } from "./service.js";

/** The claims of the token that satisfies a rule; undefined when none does. `now`: seconds. */
export function judgeToken(rule: TokenRule, asked: Asked, service: Service, now: number): Claims | undefined {
  const token = tokenIn(rule, asked);
  if (token === undefined) return undefined;
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  const header = parsed(parts[0]!);
  const claims = parsed(parts[1]!);
  if (header === undefined || claims === undefined) return undefined;
  const trusted = trustOf(rule, service);
  if (!trusted.keys.some((key) => isSignedBy(key, token, header["alg"]))) return undefined;
  const accepted =
    isInTime(rule, claims, now) &&
    isForUs(rule, claims) &&
    (trusted.issuers?.includes(claims["iss"] as string) ?? true) &&
    isOfClient(rule, claims) &&
    (rule.claims ?? []).every((demand) => satisfies(claims, demand));
  return accepted ? claims : undefined;
}

function tokenIn({ source, scheme }: TokenRule, { headers, query }: Asked): string | undefined {
  const colon = source.indexOf(":");
  const name = source.slice(colon + 1);
  if (source.startsWith("query:")) return query[name];
  const value = headers[name.toLowerCase()];
  // The gateway looks at the scheme in `Authorization` only.
  if (value === undefined || name.toLowerCase() !== "authorization") return value;
  const space = value.indexOf(" ");
  const sent = value.slice(0, Math.max(space, 0));
  const wanted = scheme ?? "Bearer";
  if (space === -1) return scheme === undefined ? value : undefined;
  return sent.toLowerCase() === wanted.toLowerCase() ? value.slice(space + 1) : undefined;
}

function parsed(part: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Claims;
  } catch {
    return undefined;
  }
}

type Key = { readonly secret: Buffer } | { readonly publicKey: KeyObject };

/** The keys that a rule trusts, and the issuers that it names; undefined: any issuer with these keys. */
function trustOf(
  rule: TokenRule,
  service: Service,
): { readonly keys: readonly Key[]; readonly issuers: readonly string[] | undefined } {
  const { tenant, discovery = [], keys = [], issuers = [] } = rule;
  const found = [
    ...discovery.map((address) => service.issuerAt(address)),
    ...(tenant === undefined ? [] : issuersOfTenant(tenant).map((address) => service.issuerAt(address))),
  ].filter((one) => one !== undefined);
  return {
    keys: [...found.map(({ publicKey }) => ({ publicKey })), ...keys.map(keyOf)],
    issuers:
      issuers.length + found.length === 0
        ? undefined
        : // The pattern of the document for all tenants is the issuer of no token.
          [...issuers, ...found.map(({ issuer }) => issuer)].filter((issuer) => !issuer.includes("{")),
  };
}

function keyOf(key: KeyDemand): Key {
  if ("secret" in key) return { secret: Buffer.from(key.secret, "base64") };
  if ("certificate" in key) return { publicKey: createPublicKey(key.certificate) };
  return { publicKey: createPublicKey({ key: { kty: "RSA", n: key.n, e: key.e }, format: "jwk" }) };
}

function isSignedBy(key: Key, token: string, algorithm: unknown): boolean {
  const end = token.lastIndexOf(".");
  const signed = Buffer.from(token.slice(0, end));
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  if ("secret" in key) {
    if (algorithm !== "HS256") return false;
    const right = createHmac("sha256", key.secret).update(signed).digest();
    return right.length === signature.length && timingSafeEqual(right, signature);
  }
  return algorithm === "RS256" && verify("sha256", signed, key.publicKey, signature);
}

/**
 * The audience is one of the list. A token of Entra names one application in two ways, its id (version 2) or a URI that ends in
 * it (version 1): where the rule names a tenant, both mean the same.
 */
function isForUs({ audiences, tenant }: TokenRule, claims: Claims): boolean {
  const sent = valuesOf(claims, "aud") ?? [];
  if (tenant === undefined) return audiences.length === 0 || sent.some((one) => audiences.includes(one));
  const ids = audiences.map(idIn).filter((id) => id !== undefined);
  if (claims["ver"] === "2.0") return sent.some((one) => ids.includes(one));
  const uris = [...audiences, ...ids, ...ids.map((id) => `api://${id}`)].flatMap((one) => [one, `${one}/`]);
  return sent.some((one) => uris.includes(one));
}

const idIn = (audience: string): string | undefined =>
  /^(?:api:\/\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(audience)?.[1];

/** A token of Entra without a client is an ID token, which the import refuses where a tenant is named. */
function isOfClient({ clients, tenant }: TokenRule, claims: Claims): boolean {
  const client = claims[claims["ver"] === "2.0" ? "azp" : "appid"];
  if (tenant !== undefined && client === undefined) return false;
  return clients === undefined || clients.includes(client as string);
}

function isInTime(rule: TokenRule, { exp, nbf }: Claims, now: number): boolean {
  const skew = Number(rule.skew ?? 0);
  if (exp === undefined && (rule.requireExpiration !== false || readsEntra(rule))) return false;
  if (exp !== undefined && !(now < Number(exp) + skew)) return false;
  return nbf === undefined || Number(nbf) <= now + skew;
}

/** Tokens of Entra always expire, so the import demands it of them (a difference that it reports). */
const readsEntra = ({ tenant, discovery = [] }: TokenRule): boolean =>
  tenant !== undefined || discovery.some(isEntra);
