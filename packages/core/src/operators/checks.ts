import type { Evidence, TokenEvidence } from "../evidence/evidence.js";
import type { RefusalCode } from "../refusals/refusals.js";
import type { Requirement } from "../rules/rule.js";

/** One check in words, and the codes that it reports. */
export type Check = readonly [check: string, codes: readonly RefusalCode[]];

/** What the list of checks depends on besides rule and evidence. */
export interface CheckSettings {
  readonly issuers: {
    /** Issuers other than Entra. */
    readonly openId: readonly unknown[];
    readonly decryptionKeys: readonly unknown[];
  };
  readonly subscriptionDates?: "enforce" | "audit";
  /** Whether the application verifies tokens itself. */
  readonly vouched?: boolean;
  /** Whether the API was looked for by the request's path. */
  readonly byPath?: boolean;
}

const PATH: readonly Check[] = [
  ["its path can be read one way only", ["path_malformed"]],
  ["an API has this path", ["api_unknown"]],
  ["the API has an operation for it", ["operation_unknown"]],
];
const PRESENTED: Check = [
  "a credential is presented",
  ["credentials_missing", "token_missing", "key_missing"],
];
const NONE_NEEDED: Check = ["no credential is needed", []];
const BOTH_PRESENTED: Check = ["token and key are presented", ["token_missing", "key_missing"]];

/** The check after which a token is known to say what its issuer said. */
export const SIGNATURE_HOLDS = "its signature holds";

// The tables are in the order of the work: gathering first, judging after it.
const READ: readonly Check[] = [
  ["one bearer token is presented, not too long", ["token_scheme", "token_repeated", "token_too_long"]],
  ["it can be decrypted, if it is encrypted", ["token_encryption"]],
  ["it is a well-formed signed JWT", ["token_malformed"]],
];
const ENTRA: readonly Check[] = [
  [
    "its header names RS256, a key and nothing unknown",
    ["token_algorithm", "token_header", "token_foreign_resource"],
  ],
  ["its version is accepted", ["token_version"]],
  ["its tenant is ours", ["token_tenant"]],
  ["the issuer's keys are at hand", ["signing_keys_unavailable"]],
  ["its issuer is the tenant's", ["token_issuer"]],
  ["its audience is a product's", ["token_audience"]],
  ["its key is published", ["token_unknown_key"]],
  ["its key may sign for its issuer", ["token_key_issuer"]],
  ["its claims have their shapes", ["token_claims"]],
  [SIGNATURE_HOLDS, ["token_signature"]],
];
const ABOUT_KEYS: readonly RefusalCode[] = [
  "signing_keys_unavailable",
  "token_unknown_key",
  "token_key_issuer",
  "token_signature",
];
/** Where the application verifies tokens itself. */
const VOUCHED: readonly Check[] = [
  ...ENTRA.filter(([, codes]) => !codes.some((code) => ABOUT_KEYS.includes(code))),
  ["the application has verified these claims", ["token_signature"]],
];
const OPENID: readonly Check[] = [
  ["its issuer is trusted", ["token_issuer"]],
  ["its header names an accepted algorithm and nothing unknown", ["token_algorithm", "token_header"]],
  ["the issuer's keys are at hand", ["signing_keys_unavailable"]],
  ["its audience is a product's", ["token_audience"]],
  ["its key is the issuer's", ["token_unknown_key"]],
  ["its claims have their shapes", ["token_claims"]],
  [SIGNATURE_HOLDS, ["token_signature"]],
];
// Nobody has taken the token as its own yet, so nobody's checks were made.
const NOBODYS: readonly Check[] = [
  ["its issuer is trusted", ["token_issuer", "signing_keys_unavailable"]],
  ["it passes the checks of its issuer", []],
];
const JUDGED_TOKEN: readonly Check[] = [
  ["it is valid now", ["token_expired", "token_not_yet_valid"]],
  ["its audience is this route's product", ["token_other_product"]],
  ["it names its client application", ["token_client"]],
  ["its caller is of the kind demanded", ["token_kind"]],
  ["it carries the rights demanded", ["role_missing", "scope_missing", "claim_missing"]],
  ["its client application may use the product", ["client_not_allowed"]],
];
const FOUND_CLIENT: readonly Check[] = [
  ["the client applications can be read", ["clients_unavailable"]],
  ["its client application is registered", ["client_unknown"]],
  ["the client application may call", ["client_state"]],
  ["the client application's owner is active", ["client_owner"]],
  ["the client application is linked to the product", ["client_not_linked"]],
];
const FOUND_KEY: readonly Check[] = [
  ["one key is presented, not too long", ["key_repeated", "key_too_long"]],
  ["the subscriptions can be read", ["subscriptions_unavailable"]],
  ["it belongs to a subscription", ["key_unknown"]],
];
const JUDGED_KEY: readonly Check[] = [
  ["the subscription is active", ["key_state"]],
  ["the subscription's owner is active", ["key_owner"]],
  ["the key is not void after being regenerated", ["key_retired"]],
  ["today is within its dates", ["key_not_started", "key_ended"]],
];
const SCOPE_CODES: readonly RefusalCode[] = ["key_other_product", "key_other_api"];
const SAME_PRODUCT: Check = ["token and key are of the same product", ["credentials_disagree"]];

/** The checks for this rule and evidence, in the order in which `gather` and `decide` make them. */
export function checksFor(
  requirement: Requirement,
  evidence: Evidence,
  settings: CheckSettings,
): readonly Check[] {
  return [...pathChecks(requirement, settings), ...credentialChecks(requirement, evidence, settings)];
}

// A path that belongs to no API is let on only where the options say so, and then nobody asked for its operation.
function pathChecks({ api }: Requirement, { byPath = false }: CheckSettings): readonly Check[] {
  if (!byPath) return [];
  if (api === undefined) return PATH.slice(0, 1);
  return api.operations === undefined ? PATH.slice(0, 2) : PATH;
}

/** The checks of an upgrade that was refused for its Origin, before anything else was looked at. */
export const ORIGIN_CHECKS: readonly Check[] = [
  ["its Origin may connect", ["origin_not_allowed"]],
  PRESENTED,
];

/** The checks of a request that was refused for its path, before anything else was looked at. */
export const PATH_CHECKS: readonly Check[] = [...PATH, PRESENTED];

function credentialChecks(
  requirement: Requirement,
  { token, key, client }: Evidence,
  settings: CheckSettings,
): readonly Check[] {
  const rules = rulesFor(token, settings.issuers);
  const genuine = [...reading(settings), ...(settings.vouched === true ? VOUCHED : GENUINE[rules])];
  const ofToken = [...genuine, ...judging(rules)];
  const judgedKey = judgingKey(requirement, settings);
  const ofKey = [...FOUND_KEY, ...judgedKey];
  if (token.kind === "absent" && key.kind === "absent")
    return [requirement.anonymous === undefined ? PRESENTED : NONE_NEEDED];
  const presented: Check = requirement.all ? [PRESENTED[0], []] : PRESENTED;
  // A bad credential is refused before anything else is looked at, and a bad token before a bad key.
  if (token.kind === "bad") return [presented, ...ofToken];
  if (key.kind === "bad" && token.kind !== "good") return [presented, ...ofKey];
  const withClient = client !== undefined && client.kind !== "absent";
  return [
    presented,
    ...(token.kind === "good" ? genuine : []),
    ...(key.kind === "good" || key.kind === "bad" ? FOUND_KEY : []),
    ...(token.kind === "good" ? judging(rules) : []),
    ...(key.kind === "good" || key.kind === "bad" ? judgedKey : []),
    ...(withClient && client.kind !== "unavailable" ? FOUND_CLIENT : []),
    ...(requirement.all ? [BOTH_PRESENTED] : []),
    // What is at hand is judged before anything is given up that could not be found out.
    ...(token.kind === "unavailable" ? ofToken : []),
    ...(key.kind === "unavailable" ? ofKey : []),
    ...(withClient && client.kind === "unavailable" ? FOUND_CLIENT : []),
    ...(token.kind !== "absent" && key.kind !== "absent" ? [SAME_PRODUCT] : []),
  ];
}

function judgingKey({ api, rule }: Requirement, { subscriptionDates }: CheckSettings): readonly Check[] {
  const opens =
    api === undefined || rule.product !== undefined ? "it opens this route's product" : "it opens this API";
  return [
    ...JUDGED_KEY.filter(([, codes]) => subscriptionDates !== "audit" || !codes.includes("key_not_started")),
    [opens, SCOPE_CODES],
  ];
}

type Rules = "entra" | "openid" | "nobody's";

const GENUINE: Readonly<Record<Rules, readonly Check[]>> = {
  entra: ENTRA,
  openid: OPENID,
  "nobody's": NOBODYS,
};

function rulesFor(token: TokenEvidence, { openId }: CheckSettings["issuers"]): Rules {
  if (token.kind === "absent") return "nobody's";
  if (token.kind === "good") return token.token.profile === "openid" ? "openid" : "entra";
  return token.rules ?? (openId.length === 0 ? "entra" : "nobody's");
}

const reading = ({ issuers, vouched }: CheckSettings) =>
  READ.filter(
    ([, codes]) =>
      (issuers.decryptionKeys.length > 0 && vouched !== true) || !codes.includes("token_encryption"),
  );

// Other issuers need not name a client.
const judging = (rules: Rules) =>
  JUDGED_TOKEN.filter(([, codes]) => rules === "entra" || !codes.includes("token_client"));
