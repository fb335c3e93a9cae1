import { decide } from "../decision/decide.js";
import {
  admittingAlternative,
  decideAlternatives,
  hasAlternatives,
} from "../decision/decide-alternatives.js";
import { decideAny } from "../decision/decide-any.js";
import type { Admit, Decision } from "../decision/decision.js";
import type { Evidence } from "../evidence/evidence.js";
import type { Settings } from "../options/settings.js";
import { NO_POLICIES, type PlacedPolicies } from "../policies/placed-policies.js";
import type { CompiledRule } from "../rules/rule.js";
import type { ScopeRules } from "../rules/scope-rules.js";

/**
 * Decides by the form that the rule has: one demand, alternatives, or that of `app.use(auth)`, which has `scopeRules`. Asks no
 * policies.
 */
export function decideByRule<P extends string>(
  settings: Settings<P>,
  requirement: CompiledRule<P>,
  scopeRules: ScopeRules<P> | undefined,
  evidence: Evidence,
  now: number,
): Decision<P> {
  if (scopeRules !== undefined) return decideAny(settings, requirement, scopeRules, evidence, now);
  return hasAlternatives(requirement)
    ? decideAlternatives(settings, requirement, evidence, now)
    : decide(settings, requirement, evidence, now);
}

/** The policies of an admission: those of the alternative that admitted, and those of its product. */
export function policiesOf<P extends string>(
  settings: Settings<P>,
  { access }: Admit<P>,
  requirement: CompiledRule<P>,
  evidence: Evidence,
  now: number,
): PlacedPolicies {
  const { chain } = requirement;
  if (chain === undefined) return NO_POLICIES;
  if (!hasAlternatives(requirement)) return chain.for(access.product);
  const admitting = admittingAlternative(settings, requirement, evidence, now);
  return chain.withRule(admitting?.chain?.rule ?? NO_POLICIES).for(access.product);
}
