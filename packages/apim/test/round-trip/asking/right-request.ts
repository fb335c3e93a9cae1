import type { TokenRule } from "#src/report/rule.js";
import type { Asked } from "../gateway/asked.js";
import type { Entry } from "../gateway/admit.js";
import { holds } from "../gateway/conditions.js";
import { passesAddress, passesCertificate } from "../gateway/connection-rules.js";
import type { Place } from "../gateway/find-operation.js";
import type { Service, UsingRule } from "../gateway/service.js";
import { certificates, type CertificateName } from "../world/certificates.js";
import { issuersOfTenant, type TokenWish } from "../world/issuers.js";
import { signing } from "../world/signing.js";

/** A request whose tokens are not made yet, so that flaws can be put into them. */
export interface Draft extends Omit<Asked, "certificate"> {
  readonly certificate: CertificateName | undefined;
  /** By `header:authorization` or another source. */
  readonly tokens: Readonly<Record<string, DraftToken>>;
}

interface DraftToken {
  readonly wish: TokenWish;
  readonly scheme: string | undefined;
}

/** An application of the tests. */
export const CLIENT = "3c4d5e6f-1111-4222-8333-944455556666";

/** Addresses of callers: those that documents list, and others. */
export const ADDRESSES = [
  "203.0.113.9",
  "203.0.113.7",
  "198.51.100.20",
  "10.4.0.77",
  "10.9.0.5",
  "192.0.2.77",
];

interface Wanted {
  readonly method: string;
  readonly path: string;
  readonly place: Place;
  readonly entry: Entry;
  readonly rules: readonly UsingRule[];
  readonly service: Service;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A request that satisfies every rule of its chain, as far as one request can. */
export function rightRequest({ method, path, place, entry, rules, service, now }: Wanted): Draft {
  const applying = rules.filter(
    ({ when }) => when === undefined || holds(when, { ...place, ...entry, method }, service),
  );
  const plain = applying.map(({ rule }) => rule);
  const headers: Record<string, string> = {};
  for (const rule of plain) if (rule.kind === "header") headers[rule.name] = rule.values[0] ?? "anything";
  const filters = plain.filter((rule) => rule.kind === "ip");
  const address = ADDRESSES.find((one) =>
    filters.every((rule) => passesAddress(rule, { address: one } as Asked)),
  );
  const demands = plain.filter((rule) => rule.kind === "certificate");
  const certificate = (Object.keys(certificates) as CertificateName[]).find((name) =>
    demands.every((rule) =>
      passesCertificate(rule, { certificate: certificates[name].certificate } as Asked, service, now),
    ),
  );
  const tokens: Record<string, DraftToken> = {};
  const sources = new Map<string, string>();
  let last: string | undefined;
  for (const { rule, use } of applying) {
    if (rule.kind === "token") {
      tokens[rule.source] = draftToken(rule, service, now, tokens[rule.source]);
      last = rule.source;
      if (use !== undefined) sources.set(use.variable, last);
    }
    const read = use === undefined ? last : sources.get(use.variable);
    if (rule.kind === "claim" && read !== undefined) {
      const { name, values = ["anything"] } = rule;
      tokens[read] = withClaim(tokens[read]!, name, use?.isJoined === true ? values.slice(0, 1) : values);
    }
  }
  return {
    ...{ method, path, headers, tokens, query: {}, answer: 200 },
    address: address ?? "192.0.2.77",
    certificate: demands.length > 0 ? certificate : undefined,
  };
}

function draftToken(
  rule: TokenRule,
  service: Service,
  now: number,
  before: DraftToken | undefined,
): DraftToken {
  const { audiences, clients, claims = [], scheme } = rule;
  const demanded = Object.fromEntries(
    claims.map(({ name, values, separator }) => [
      name,
      values.length === 0 ? "anything" : separator === undefined ? values : values.join(separator),
    ]),
  );
  const { by, iss } = signerFor(rule, service);
  return {
    scheme: scheme ?? before?.scheme,
    wish: {
      by,
      claims: {
        ...{ nbf: Math.floor(now / 1_000) - 30, exp: Math.floor(now / 1_000) + 3_600, sub: "subject" },
        ...before?.wish.claims,
        ...(iss !== undefined && { iss, ...membersOfEntra(iss) }),
        ...(audiences.length > 0 && { aud: audienceIn(rule) }),
        ...(rule.tenant !== undefined && {
          ...{ azp: clients?.[0] ?? CLIENT, oid: CLIENT, idtyp: "app" },
          iat: Math.floor(now / 1_000) - 30,
        }),
        ...demanded,
      },
    },
  };
}

/** The issuer of a tenant's tokens, by the pattern of the document for all tenants. */
const nameIn = (pattern: string): string =>
  pattern.replace("{tenantid}", "99990000-1111-4222-8333-444455556666");

/** Tokens of Entra of version 2 name an application by its id. */
const audienceIn = ({ audiences, tenant }: TokenRule): string | undefined =>
  tenant === undefined ? audiences[0] : audiences[0]?.replace("api://", "");

/** What tokens of Entra tell besides. */
const membersOfEntra = (iss: string): Readonly<Record<string, string>> => {
  const tenant = /[0-9a-f-]{36}/.exec(iss)?.[0];
  return tenant === undefined ? {} : { tid: tenant, ver: iss.endsWith("/v2.0") ? "2.0" : "1.0" };
};

function signerFor(
  { tenant, discovery = [], issuers = [], keys = [] }: TokenRule,
  service: Service,
): { readonly by: TokenWish["by"]; readonly iss: string | undefined } {
  const address = discovery[0] ?? (tenant === undefined ? undefined : issuersOfTenant(tenant)[0]);
  const found = address === undefined ? undefined : service.issuerAt(address);
  if (address !== undefined && found !== undefined) {
    const isPattern = found.issuer.includes("{");
    return {
      by: { discovery: address },
      iss: isPattern ? (issuers[0] ?? nameIn(found.issuer)) : found.issuer,
    };
  }
  const [key] = keys;
  const iss = issuers[0] ?? "https://issuer.example";
  if (key !== undefined && "secret" in key) return { by: { secret: key.secret }, iss };
  return { by: { privateKey: signing.privateKey }, iss };
}

const withClaim = ({ wish, scheme }: DraftToken, name: string, values: readonly string[]): DraftToken => ({
  scheme,
  wish: { ...wish, claims: { ...wish.claims, [name]: values.length === 1 ? values[0]! : values } },
});
