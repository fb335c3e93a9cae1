import { candidatesFor, holdsRoleOf } from "../decision/judge-token.js";
import type { Evidence, TokenEvidence, VerifiedToken } from "../evidence/evidence.js";
import type { CheckName } from "../refusals/refusals.js";
import type { CompiledRule } from "../rules/rule.js";

/** The text of one check, and the names that refusals use for it. */
export interface Check {
  readonly text: string;
  readonly names: readonly CheckName[];
}

/** The settings that the list of checks depends on. */
export interface CheckSettings {
  readonly issuers: {
    /** Issuers other than Entra. */
    readonly openId: readonly unknown[];
    readonly decryptionKeys: readonly unknown[];
  };
  readonly subscriptionDates?: "enforce" | "audit";
  /** Whether the application verifies signatures itself. */
  readonly trustsClaims?: boolean;
  /** Whether the request path selected the API. */
  readonly byPath?: boolean;
}

const check = (text: string, ...names: readonly CheckName[]): Check => ({ text, names });

const PATH: readonly Check[] = [
  check("its path can be read one way only", "path"),
  check("an API has this path", "api"),
  check("the API has an operation for it", "operation"),
];
const PRESENTED = check("a credential is presented", "presented");
const NONE_NEEDED = check("no credential is needed");
const BOTH_PRESENTED = check("token and key are presented", "presented");

/** The check that proves that a token comes from its issuer, unchanged. */
export const SIGNATURE_HOLDS = "its signature holds";

// The tables are in the order in which the checks are made: gathering first, judging after it.
const BEARER = check("one bearer token is presented, not too long", "bearer token");
const DECRYPTED = check("it can be decrypted, if it is encrypted", "decryption");
const FORM = check("it is a well-formed signed JWT", "form");
const KEYS_AT_HAND = check("the issuer's keys are available", "available keys");
const AUDIENCE = check("its audience is a product's", "audience");
const CLAIMS = check("its claims have their shapes", "claims");
const SIGNATURE = check(SIGNATURE_HOLDS, "signature");

const ENTRA: readonly Check[] = [
  check("its header names RS256, a key and nothing unknown", "header"),
  check("its version is accepted", "version"),
  check("its tenant is ours", "tenant"),
  KEYS_AT_HAND,
  check("its issuer is the tenant's", "issuer"),
  AUDIENCE,
  check("its key is published", "published key"),
  check("its key may sign for its issuer", "issuer of the key"),
  CLAIMS,
  SIGNATURE,
];
const ABOUT_KEYS: readonly CheckName[] = [
  "available keys",
  "published key",
  "issuer of the key",
  "signature",
];
/** For an application that verifies signatures itself. */
const TRUSTED_CLAIMS: readonly Check[] = [
  ...ENTRA.filter(({ names }) => !names.some((name) => ABOUT_KEYS.includes(name))),
  check("the application has verified these claims", "signature"),
];
const OPENID: readonly Check[] = [
  check("its issuer is trusted", "issuer"),
  check("its header names an accepted algorithm and nothing unknown", "header"),
  KEYS_AT_HAND,
  AUDIENCE,
  check("its key is the issuer's", "published key"),
  CLAIMS,
  SIGNATURE,
];
// No trusted issuer has claimed this token, so no issuer-specific check ran.
const UNCLAIMED: readonly Check[] = [
  check("its issuer is trusted", "issuer", "available keys"),
  check("it passes the checks of its issuer"),
];
const NAMES_CLIENT = check("it names its client application", "client");
const JUDGED_TOKEN: readonly Check[] = [
  check("it is valid now", "validity period"),
  check("its audience is this route's product", "product of the token"),
  NAMES_CLIENT,
  check("its caller is of the kind demanded", "caller"),
  check("it carries the rights demanded", "rights"),
  check("its client application may use the product", "allowed client"),
];
/** For products that share an audience: the app role distinguishes them. */
const ROLE_OF_A_PRODUCT = "it carries the app role of a product";
const FOUND_CLIENT: readonly Check[] = [
  check("the client applications can be read", "available registry"),
  check("its client application is registered", "registered client"),
  check("the client application may call", "state of the client"),
  check("the client application's owner is active", "owner of the client"),
  check("the client application is linked to the product", "linked product"),
];
const FOUND_KEY: readonly Check[] = [
  check("one key is presented, not too long", "one key"),
  check("the subscriptions can be read", "available subscriptions"),
  check("it belongs to a subscription", "subscription"),
];
const DATES = check("today is within its dates", "dates");
const JUDGED_KEY: readonly Check[] = [
  check("the subscription is active", "state of the subscription"),
  check("the subscription's owner is active", "owner of the subscription"),
  check("the key is not void after being regenerated", "current key"),
  DATES,
];
const SAME_PRODUCT = check("token and key are of the same product", "same product");

/** Lists the checks for this rule and evidence, in the order in which `gather` and `decide` make them. */
export function checksFor(
  requirement: CompiledRule,
  evidence: Evidence,
  settings: CheckSettings,
): readonly Check[] {
  return [...pathChecks(requirement, settings), ...credentialChecks(requirement, evidence, settings)];
}

/**
 * The checks of the path. An unmatched path is decided only when the options allow it, and then no operation is looked up.
 */
export function pathChecks({ api }: CompiledRule, { byPath = false }: CheckSettings): readonly Check[] {
  if (!byPath) return [];
  if (api === undefined) return PATH.slice(0, 1);
  return api.operations === undefined ? PATH.slice(0, 2) : PATH;
}

/** The checks of a token policy, in the order in which they are made. */
export function policyChecks(token: TokenEvidence, settings: CheckSettings): readonly Check[] {
  const rules = rulesFor(token, settings.issuers);
  const genuine = settings.trustsClaims === true ? TRUSTED_CLAIMS : GENUINE[rules];
  const audience = check("its audience is accepted by the policy", "audience");
  const ofPolicy = genuine.map((one) => (one === AUDIENCE ? audience : one));
  return [
    check("a token is presented", "presented"),
    ...reading(settings),
    ...ofPolicy,
    ...(genuine.includes(AUDIENCE) ? [] : [audience]),
    ...judging(rules).filter(({ names }) => !names.includes("product of the token")),
  ];
}

const LIMITS: readonly Check[] = [
  check("its calls can be counted", "available counters"),
  check("its rate limits have room", "rate limit"),
  check("its quotas have room", "quota"),
];

/** The checks of limits, in the order in which they are reported. */
export const limitChecks = (kinds: ReadonlySet<CheckName>): readonly Check[] =>
  LIMITS.filter(({ names }) => names.some((name) => kinds.has(name)));

/** The check of a policy that the application has written. */
export const CUSTOM_CHECKS: readonly Check[] = [
  check("the policy of the application lets it pass", "available policy", "policy"),
];

/** The check of a policy about the connection. */
export const CONNECTION_CHECKS: Readonly<Record<"ipFilter" | "checkHeader" | "clientCertificate", Check>> = {
  ipFilter: check("its address may call", "address"),
  checkHeader: check("its headers are as demanded", "header field"),
  clientCertificate: check("its certificate is accepted", "client certificate"),
};

/** The check of the throttle for bad credentials. */
export const THROTTLE_CHECK: Check = check(
  "its address has not sent too many bad credentials",
  "bad credentials",
);

/** The check that comes after those of the connection. */
export const FIRST_OF_CREDENTIAL: Check = PRESENTED;

/** The checks of an upgrade that was refused for its Origin, before any other check. */
export const ORIGIN_CHECKS: readonly Check[] = [check("its Origin may connect", "origin"), PRESENTED];

/** The checks of a request that was refused for its path, before any other check. */
export const PATH_CHECKS: readonly Check[] = [...PATH, PRESENTED];

function credentialChecks(
  requirement: CompiledRule,
  { token, key, client }: Evidence,
  settings: CheckSettings,
): readonly Check[] {
  const rules = rulesFor(token, settings.issuers);
  const genuine = [
    ...reading(settings),
    ...(settings.trustsClaims === true ? TRUSTED_CLAIMS : GENUINE[rules]),
  ];
  const ofToken = [...genuine, ...judging(rules)];
  const judgedKey = judgingKey(requirement, settings);
  const ofKey = [...FOUND_KEY, ...judgedKey];
  if (token.kind === "absent" && key.kind === "absent")
    return [requirement.anonymous === undefined ? PRESENTED : NONE_NEEDED];
  const presented = requirement.all ? check(PRESENTED.text) : PRESENTED;
  // A bad credential is refused before any other check, and a bad token before a bad key.
  if (token.kind === "bad") return [presented, ...ofToken];
  if (key.kind === "bad" && token.kind !== "good") return [presented, ...ofKey];
  const withClient = client !== undefined && client.kind !== "absent";
  return [
    presented,
    ...(token.kind === "good" ? genuine : []),
    ...(key.kind === "good" || key.kind === "bad" ? FOUND_KEY : []),
    ...(token.kind === "good" ? withSharedAudience(judging(rules), requirement, token.token) : []),
    ...(key.kind === "good" || key.kind === "bad" ? judgedKey : []),
    ...(withClient && client.kind !== "unavailable" ? FOUND_CLIENT : []),
    ...(requirement.all ? [BOTH_PRESENTED] : []),
    // Credentials that could be examined are judged before a failed look-up is reported.
    ...(token.kind === "unavailable" ? ofToken : []),
    ...(key.kind === "unavailable" ? ofKey : []),
    ...(withClient && client.kind === "unavailable" ? FOUND_CLIENT : []),
    ...(token.kind !== "absent" && key.kind !== "absent" ? [SAME_PRODUCT] : []),
  ];
}

function judgingKey({ api, rule }: CompiledRule, { subscriptionDates }: CheckSettings): readonly Check[] {
  const opens =
    api === undefined || rule.product !== undefined ? "it opens this route's product" : "it opens this API";
  return [
    ...JUDGED_KEY.filter((one) => subscriptionDates !== "audit" || one !== DATES),
    check(opens, "scope of the key"),
  ];
}

type Rules = "entra" | "openid" | "unclaimed";

const GENUINE: Readonly<Record<Rules, readonly Check[]>> = {
  entra: ENTRA,
  openid: OPENID,
  unclaimed: UNCLAIMED,
};

function rulesFor(token: TokenEvidence, { openId }: CheckSettings["issuers"]): Rules {
  if (token.kind === "absent") return "unclaimed";
  if (token.kind === "good") return token.token.profile === "openid" ? "openid" : "entra";
  return token.rules ?? (openId.length === 0 ? "entra" : "unclaimed");
}

const reading = ({ issuers, trustsClaims }: CheckSettings): readonly Check[] =>
  issuers.decryptionKeys.length > 0 && trustsClaims !== true ? [BEARER, DECRYPTED, FORM] : [BEARER, FORM];

// Tokens of other issuers need not name a client.
const judging = (rules: Rules) => JUDGED_TOKEN.filter((one) => rules === "entra" || one !== NAMES_CLIENT);

// A user's token needs no role of a product where a rule names scopes. The check before the rights has their name only when
// the token carries no role of any product: otherwise another right is missing.
function withSharedAudience(
  checks: readonly Check[],
  requirement: CompiledRule,
  token: VerifiedToken,
): readonly Check[] {
  const candidates = candidatesFor(requirement, token);
  if (candidates.length < 2 || requirement.scopes !== undefined || token.caller === "delegated")
    return checks;
  const holds = candidates.some((product) => holdsRoleOf(product, token));
  const ofProduct = check(ROLE_OF_A_PRODUCT, ...(holds ? [] : (["rights"] as const)));
  return checks.flatMap((one) => (one.names.includes("rights") ? [ofProduct, one] : [one]));
}
