import { messageOf } from "../answer/answer.js";
import type { Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { TokenEvidence } from "../evidence/evidence.js";
import type { CustomPolicy } from "../policies/custom/custom-policy.js";
import type { LimitPolicy } from "../policies/limits/limit-policy.js";
import type { TokenPolicy } from "../policies/token/token-policy.js";
import { CUSTOM_CHECKS, policyChecks } from "./checks.js";
import type { JudgedConnection } from "../policies/connection/judge-connection.js";
import { connectionChecks } from "./explain-connection.js";
import { failedThrottle } from "./explain-throttle.js";
import { explainLimits } from "./explain-limits.js";
import { passed, upToFailed, type Explanation, type ExplainSettings } from "./explain.js";

/** A policy that applies to a request, and how it was judged. */
export interface JudgedPolicy {
  readonly policy: TokenPolicy;
  readonly found: TokenEvidence;
  /** Undefined when the policy holds. */
  readonly refusal: Refuse | Unavailable | undefined;
}

/** A policy of the application, and how it judged. */
export interface JudgedCustomPolicy {
  readonly policy: CustomPolicy;
  /** Undefined when the policy holds. */
  readonly refusal: Refuse | Unavailable | undefined;
}

/** The policies that apply, as far as they were judged. */
export interface JudgedPolicies {
  readonly tokens: readonly JudgedPolicy[];
  readonly custom: readonly JudgedCustomPolicy[];
  /** Those of the product. */
  readonly connection: readonly JudgedConnection[];
  readonly limits: readonly LimitPolicy[];
}

/** Adds the checks of policies and limits to the explanation of an admission by a credential. */
export function explainPolicies(
  explained: Explanation,
  final: Decision,
  { tokens, custom, connection, limits }: JudgedPolicies,
  settings: ExplainSettings,
): Explanation {
  const ofTokens = tokens.flatMap(({ policy, found, refusal }) => {
    const checks = policyChecks(found, settings);
    const results = refusal === undefined ? checks.map(passed) : upToFailed(checks, refusal);
    return results.map((check) => ({ ...check, policy: policy.place }));
  });
  const ofApplication = custom.flatMap(({ policy, refusal }) => {
    const results = refusal === undefined ? CUSTOM_CHECKS.map(passed) : upToFailed(CUSTOM_CHECKS, refusal);
    return results.map((check) => ({ ...check, policy: policy.place }));
  });
  const checks = [
    ...explained.checks,
    ...connectionChecks(connection),
    ...failedThrottle(final),
    ...ofTokens,
    ...ofApplication,
    ...explainLimits(final, limits),
  ];
  if (final.outcome === "admit") return { ...explained, checks };
  const { outcome, status, code } = final;
  const hint = final.outcome === "refuse" ? final.hint : undefined;
  const { product: _, ...rest } = explained;
  return {
    ...rest,
    outcome,
    status,
    code,
    checks,
    message: messageOf(final, settings),
    ...(hint !== undefined && { hint }),
  };
}
