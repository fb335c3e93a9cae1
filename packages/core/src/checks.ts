import type { Evidence, TokenEvidence } from "./evidence.js";
import type { RefusalCode } from "./refusals.js";

/** One check in words, and the codes that it reports. */
export type Check = readonly [check: string, codes: readonly RefusalCode[]];

/** What the list of checks depends on besides the evidence. */
export interface CheckSettings {
  /** Issuers other than Entra. */
  readonly openId: readonly unknown[];
  readonly decryptionKeys: readonly unknown[];
}

const PRESENTED: Check = [
  "a credential is presented",
  ["credentials_missing", "token_missing", "key_missing"],
];

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
const FOUND_KEY: readonly Check[] = [
  ["one key is presented, not too long", ["key_repeated", "key_too_long"]],
  ["the subscriptions can be read", ["subscriptions_unavailable"]],
  ["it belongs to a subscription", ["key_unknown"]],
];
const JUDGED_KEY: readonly Check[] = [
  ["the subscription is active", ["key_state"]],
  ["today is within its dates", ["key_not_started", "key_ended"]],
  ["it opens this route's product", ["key_other_product"]],
];
const SAME_PRODUCT: Check = ["token and key are of the same product", ["credentials_disagree"]];

/** The checks for this evidence, in the order in which `gather` and `decide` make them. */
export function checksFor({ token, key }: Evidence, settings: CheckSettings): readonly Check[] {
  // `decide` refuses a bad key before it gives up on a token, and looks at no key beside a bad token.
  const withToken = token.kind !== "absent" && !(token.kind === "unavailable" && key.kind === "bad");
  const withKey = key.kind !== "absent" && (!withToken || token.kind === "good");
  const rules = rulesFor(token, settings);
  return [
    PRESENTED,
    ...(withToken ? [...reading(settings), ...GENUINE[rules]] : []),
    ...(withKey ? FOUND_KEY : []),
    ...(withToken ? judging(rules) : []),
    ...(withKey ? JUDGED_KEY : []),
    ...(withToken && withKey ? [SAME_PRODUCT] : []),
  ];
}

type Rules = "entra" | "openid" | "nobody's";

const GENUINE: Readonly<Record<Rules, readonly Check[]>> = {
  entra: ENTRA,
  openid: OPENID,
  "nobody's": NOBODYS,
};

function rulesFor(token: TokenEvidence, { openId }: CheckSettings): Rules {
  if (token.kind === "absent") return "nobody's";
  if (token.kind === "good") return token.token.profile === "openid" ? "openid" : "entra";
  return token.rules ?? (openId.length === 0 ? "entra" : "nobody's");
}

const reading = ({ decryptionKeys }: CheckSettings) =>
  READ.filter(([, codes]) => decryptionKeys.length > 0 || !codes.includes("token_encryption"));

// Other issuers need not name a client.
const judging = (rules: Rules) =>
  JUDGED_TOKEN.filter(([, codes]) => rules === "entra" || !codes.includes("token_client"));
