import { ABSENT } from "../request/credentials.js";
import type { Evidence, VerifiedToken } from "../evidence/evidence.js";
import type { CompiledRule } from "../rules/rule.js";
import type { ScopeRules } from "../rules/scope-rules.js";
import { atPlaceOf } from "./at-place-of.js";
import { decide } from "./decide.js";
import type { Decision, DecisionSettings } from "./decision.js";
import { satisfies } from "./judge-token.js";

/**
 * Decides for `app.use(auth)`, which runs before routes with their own rules. A user's token, which grants access to
 * no product by itself, passes when it satisfies a scope rule of the instance; the guard of the route decides then.
 * Pure. `now` is in milliseconds since 1970.
 */
export function decideAny<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  scopeRules: ScopeRules<P>,
  evidence: Evidence,
  now: number,
): Decision<P> {
  const decision = decide(settings, requirement, evidence, now);
  if (decision.outcome !== "refuse" || decision.code !== "token_kind") return decision;
  return decideByScope(settings, requirement, scopeRules, evidence, now) ?? decision;
}

/**
 * Returns the admission by the first scope rule that admits, else the first 403; undefined when no rule applies to this
 * token. Ignores keys. Compares scopes before it builds a refusal, so that hundreds of rules cost little.
 */
function decideByScope<P extends string>(
  settings: DecisionSettings,
  requirement: CompiledRule<P>,
  scopeRules: ScopeRules<P>,
  evidence: Evidence,
  now: number,
): Decision<P> | undefined {
  if (evidence.token.kind !== "good") return undefined;
  const { token } = evidence.token;
  const found = { ...evidence, key: ABSENT };
  let forbidden: Decision<P> | undefined;
  for (const rule of scopeRules.forApiOf(requirement)) {
    if (!isFor(rule, token)) continue;
    if (forbidden !== undefined && !satisfies(rule.scopes!, token.scopes)) continue;
    const decision = decide(settings, rule, found, now);
    if (decision.outcome === "admit") return decide(settings, atPlaceOf(requirement, rule), found, now);
    if (decision.outcome === "refuse" && decision.status === 403) forbidden ??= decision;
  }
  return forbidden;
}

const isFor = ({ byAudience }: CompiledRule, { profile, audience }: VerifiedToken): boolean =>
  typeof audience === "string"
    ? byAudience[profile].has(audience)
    : audience.some((one) => byAudience[profile].has(one));
