import { messageOf } from "../answer/answer.js";
import type { Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { TokenEvidence } from "../evidence/evidence.js";
import type { LimitPolicy } from "../policies/limits/limit-policy.js";
import type { TokenPolicy } from "../policies/token/token-policy.js";
import { policyChecks } from "./checks.js";
import { explainLimits } from "./explain-limits.js";
import { passed, upToFailed, type Explanation, type ExplainSettings } from "./explain.js";

/** A policy that applies to a request, and how it was judged. */
export interface JudgedPolicy {
  readonly policy: TokenPolicy;
  readonly found: TokenEvidence;
  /** Undefined when the policy holds. */
  readonly refusal: Refuse | Unavailable | undefined;
}

/** Adds the checks of policies and limits to the explanation of an admission by a credential. */
export function explainPolicies(
  explained: Explanation,
  final: Decision,
  judged: readonly JudgedPolicy[],
  limits: readonly LimitPolicy[],
  settings: ExplainSettings,
): Explanation {
  const ofPolicies = judged.flatMap(({ policy, found, refusal }) => {
    const checks = policyChecks(found, settings);
    const results = refusal === undefined ? checks.map(passed) : upToFailed(checks, refusal);
    return results.map((check) => ({ ...check, policy: policy.place }));
  });
  const checks = [...explained.checks, ...ofPolicies, ...explainLimits(final, limits)];
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
