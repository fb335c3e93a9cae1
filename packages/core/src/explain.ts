import type { Decision } from "./decision.js";
import type { RefusalCode } from "./refusals.js";
import { REFUSALS } from "./refusals.js";
import type { Requirement, Rule } from "./rule.js";

/** One check, in the order in which it is made. */
export interface ExplainedCheck {
  readonly check: string;
  readonly result: "passed" | "failed" | "not reached";
  readonly expected?: string;
  readonly actual?: string;
}

/** Why a request was decided as it was. For operators: it may name claims and subscriptions, never a token or a key. */
export interface Explanation {
  readonly outcome: Decision["outcome"];
  readonly status: 200 | 401 | 403 | 503;
  readonly code?: RefusalCode;
  readonly rule: Rule;
  readonly product?: string;
  readonly checks: readonly ExplainedCheck[];
  /** The text the caller is given, when refused. */
  readonly message?: string;
}

// In the order of the work. A code stands under the check that reports it.
const TOKEN_CHECKS: readonly (readonly [check: string, codes: readonly RefusalCode[]])[] = [
  [
    "a token is presented once, as Authorization: Bearer",
    ["token_scheme", "token_repeated", "token_too_long"],
  ],
  ["it is a well-formed signed JWT", ["token_malformed"]],
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
  ["its signature holds", ["token_signature"]],
  ["it is valid now", ["token_expired", "token_not_yet_valid"]],
  ["its audience is this route's product", ["token_other_product"]],
  ["it names its client application", ["token_client"]],
  ["its caller is of the kind demanded", ["token_kind"]],
  ["it carries the rights demanded", ["role_missing", "scope_missing"]],
];
const KEY_CHECKS: typeof TOKEN_CHECKS = [
  ["a key is presented once", ["key_repeated", "key_too_long"]],
  ["the subscriptions can be read", ["subscriptions_unavailable"]],
  ["it belongs to a subscription", ["key_unknown"]],
  ["the subscription is active", ["key_state"]],
  ["today is within its dates", ["key_not_started", "key_ended"]],
  ["it opens this route's product", ["key_other_product", "credentials_disagree"]],
];
const MISSING: typeof TOKEN_CHECKS = [
  ["a credential is presented", ["credentials_missing", "token_missing", "key_missing"]],
];

/** Puts a decision into words: the ordered checks, the one that failed with what it expected and found. */
export function explain(decision: Decision, { rule, accepts }: Requirement): Explanation {
  if (decision.outcome === "admit") {
    const { credential, product } = decision.access;
    const made = [
      ...(credential !== "key" ? TOKEN_CHECKS : []),
      ...(credential !== "token" ? KEY_CHECKS : []),
    ];
    return { outcome: "admit", status: 200, rule, product, checks: [...MISSING, ...made].map(passed) };
  }
  const { outcome, status, code } = decision;
  return {
    outcome,
    status,
    code,
    rule,
    checks: checksUpTo(decision, accepts),
    message: REFUSALS[code].message,
  };
}

const passed = ([check]: (typeof TOKEN_CHECKS)[number]): ExplainedCheck => ({ check, result: "passed" });

function checksUpTo(
  decision: Exclude<Decision, { outcome: "admit" }>,
  accepts: Requirement["accepts"],
): ExplainedCheck[] {
  const isKeyCode = KEY_CHECKS.some(([, codes]) => codes.includes(decision.code));
  const checks = [...MISSING, ...(isKeyCode || !accepts.token ? KEY_CHECKS : TOKEN_CHECKS)];
  const failing = checks.findIndex(([, codes]) => codes.includes(decision.code));
  return checks.map(([check], i) => {
    if (i !== failing) return { check, result: i < failing ? "passed" : "not reached" };
    const { actual } = decision;
    const expected = decision.outcome === "refuse" ? decision.expected : undefined;
    return {
      check,
      result: "failed",
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
    };
  });
}
