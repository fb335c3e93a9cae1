import type { JsonObject } from "../json/json-value.js";
import type { KeyDemand, NumberText, TokenRule } from "../report/rule.js";

/** A policy of a catalog. */
export interface Sayable {
  readonly policy: JsonObject;
}

/** A rule that the catalog cannot say: the reason, for the operator. */
export interface Unsayable {
  readonly unsayable: string;
}

/** Issuers whose keys stand in the options, because a catalog holds no secrets. */
export class KeyedIssuers {
  readonly #names = new Map<string, { readonly name: string; readonly issuer: JsonObject }>();

  /** The name under which the options hold these keys. */
  nameOf(issuer: JsonObject): string {
    const id = JSON.stringify(issuer);
    const known = this.#names.get(id)?.name;
    const name = known ?? `signing-keys-${this.#names.size + 1}`;
    if (known === undefined) this.#names.set(id, { name, issuer });
    return name;
  }

  /** The issuers, in the order in which they were asked for. */
  get all(): readonly JsonObject[] {
    return [...this.#names.values()].map(({ name, issuer }) => ({ name, ...issuer }));
  }
}

/** The most that a catalog accepts. */
const MOST_TOLERANCE = 3_600;

/** What a fetched key set may sign with in the gateway (Microsoft's page of validate-jwt). */
const FETCHED = ["RS256", "RS512", "PS256", "ES256"];
const SHARED = ["HS256", "HS384", "HS512"];

/** The `validateJwt` policy of a token rule. `name`: under which other policies refer to its token. */
export function tokenPolicyOf(
  rule: TokenRule,
  { name, keyed }: { readonly name: string | undefined; readonly keyed: KeyedIssuers },
): Sayable | Unsayable {
  const source = tokenSourceOf(rule);
  if ("unsayable" in source) return source;
  const issuers = issuersOf(rule, keyed);
  if ("unsayable" in issuers) return issuers;
  const { clients = [], claims = [], audiences, message, skew = 0 } = rule;
  const status = inRange(rule.status, 400, 499) ? rule.status : 401;
  const failed = {
    ...(status !== 401 && { status }),
    ...(message !== undefined && message.trim() !== "" && { message }),
  };
  const policy = {
    ...(name !== undefined && { name }),
    issuers: issuers.list,
    ...(audiences.length > 0 && { audiences }),
    ...(clients.length > 0 && { clients }),
    ...(claims.length > 0 && {
      requiredClaims: claims.map(({ name: claim, match, values, separator }) => ({
        name: claim,
        ...(values.length > 0 && { values, match }),
        ...(separator !== undefined && separator !== "" && { separator }),
      })),
    }),
    ...source.members,
    clockTolerance: typeof skew === "number" ? Math.min(Math.max(skew, 0), MOST_TOLERANCE) : skew,
    ...(Object.keys(failed).length > 0 && { failedValidation: failed }),
  };
  return { policy };
}

function tokenSourceOf({ source, scheme }: TokenRule): { readonly members: JsonObject } | Unsayable {
  const [place, field = ""] = splitAt(source, ":");
  const at = (tokenSource: JsonObject) => ({ members: { tokenSource } });
  if (place === "query") return at({ query: field });
  if (field.toLowerCase() !== "authorization") return at({ header: field, scheme: "optional" });
  if (scheme === undefined) return at({ header: "Authorization", scheme: "optional" });
  if (scheme.toLowerCase() === "bearer") return { members: {} };
  return { unsayable: "its token stands behind another scheme than Bearer" };
}

function issuersOf(
  rule: TokenRule,
  keyed: KeyedIssuers,
): { readonly list: readonly (string | JsonObject)[] } | Unsayable {
  const { tenant, discovery = [], issuers = [], keys = [], requireExpiration } = rule;
  if (tenant !== undefined) return { list: [{ tenantId: tenant }] };
  // One issuer vouches for a token, so two sources of keys for one name would exclude each other.
  if (discovery.length + (keys.length > 0 ? 1 : 0) > 1 && (issuers.length > 0 || keys.length > 0))
    return { unsayable: "it takes keys for the same issuer from several places" };
  const expiration = requireExpiration === false ? { requireExpirationTime: false } : {};
  const named = issuers.length === 0 ? {} : { issuer: issuers.length === 1 ? issuers[0]! : issuers };
  if (keys.length === 0)
    return { list: discovery.flatMap((discoveryUrl) => fetchedIssuers(discoveryUrl, named, expiration)) };
  const issuer = {
    ...(issuers.length === 0 ? { acceptAnyIssuer: true } : named),
    signingKeys: keys.map(keyOf),
    algorithms: [
      ...(keys.some((key) => "secret" in key) ? SHARED : []),
      ...(keys.some((key) => !("secret" in key)) ? FETCHED : []),
    ],
    ...expiration,
  };
  return { list: [keyed.nameOf(issuer)] };
}

/**
 * The gateway accepts the issuer of the discovery document besides those that a policy lists; an entry of ours accepts one or the
 * other. The listed ones come first: they may name that issuer as well, and the first entry that knows an issuer decides.
 */
function fetchedIssuers(
  discoveryUrl: string,
  named: JsonObject,
  expiration: JsonObject,
): readonly JsonObject[] {
  const places = claimPlacesOf(discoveryUrl);
  // Tokens of Entra always end, as the report says.
  const issuer = { discoveryUrl, ...places, ...("clientClaim" in places ? {} : expiration) };
  if (Object.keys(named).length === 0) return [issuer];
  // The document for all tenants names a pattern as its issuer, which no token has in the gateway.
  return ALL_TENANTS.test(discoveryUrl) ? [{ ...issuer, ...named }] : [{ ...issuer, ...named }, issuer];
}

const ALL_TENANTS = /^https:\/\/[^/]*\/(common|organizations|consumers)\//i;

const keyOf = (key: KeyDemand): JsonObject => ({ ...key });

/** Hosts of Microsoft Entra ID, External ID and Azure AD B2C. Their claims have names of their own. */
const ENTRA =
  /(^|\.)(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|sts\.windows\.net|ciamlogin\.com|b2clogin\.com)$/;

// Where handlers find client and scopes; a decision depends on the claims that the rule names.
function claimPlacesOf(discoveryUrl: string): JsonObject {
  if (!URL.canParse(discoveryUrl)) return { algorithms: FETCHED };
  const { hostname, pathname } = new URL(discoveryUrl);
  if (!ENTRA.test(hostname)) return { algorithms: FETCHED };
  const isVersion1 = !pathname.includes("/v2.0/") && !hostname.endsWith("b2clogin.com");
  return { clientClaim: isVersion1 ? "appid" : "azp", scopesClaim: "scp" };
}

const inRange = (value: NumberText, least: number, most: number): boolean =>
  typeof value === "string" || (Number.isInteger(value) && value >= least && value <= most);

function splitAt(text: string, mark: string): readonly [string, string?] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The options for encrypted tokens, which belong to the whole instance. */
export function decryptionKeysOf(rules: readonly TokenRule[]): readonly JsonObject[] {
  const keys = rules.flatMap(({ decryptionKeys = [] }) => decryptionKeys);
  const options = keys.map((key): JsonObject => {
    if (!("certificate" in key)) return keyOf(key);
    const { certificate, ...rest } = key;
    return { ...rest, privateKey: certificate };
  });
  return [...new Map(options.map((one) => [JSON.stringify(one), one])).values()];
}
