import { decide } from "./decide.js";
import type { Decision, DecisionSettings } from "./decision.js";
import { type Evidence, type VerifiedToken } from "../evidence/evidence.js";
import { holds } from "./judge-token.js";
import type { Requirement } from "../rules/rule.js";
import { ABSENT } from "../request/credentials.js";

/**
 * Judges a user's token by the scope rules that may stand where a wide requirement has refused it: admitted by the
 * first that admits, else refused by the first that says 403, else as it was. Keys are not looked at. Pure.
 *
 * What a rule needs is compared before a refusal is put together, so that a user costs little more than an
 * application does, among hundreds of rules.
 */
export function judgeByScope<P extends string>(
  settings: DecisionSettings,
  rules: readonly Requirement<P>[],
  wide: Requirement<P>,
  evidence: Evidence,
  now: number,
  refused: Decision<P>,
): Decision<P> {
  if (evidence.token.kind !== "good") return refused;
  const { token } = evidence.token;
  const found = { ...evidence, key: ABSENT };
  let kindest: Decision<P> | undefined;
  for (const rule of rules) {
    if (!isFor(rule, token)) continue;
    if (kindest !== undefined && !holds(rule.scopes!, token.scopes)) continue;
    const decision = decide(settings, rule, found, now);
    if (decision.outcome === "admit") return decide(settings, standingIn(rule, wide), found, now);
    if (decision.outcome === "refuse" && decision.status === 403) kindest ??= decision;
  }
  return kindest ?? refused;
}

const isFor = ({ byAudience }: Requirement, { profile, audience }: VerifiedToken): boolean =>
  typeof audience === "string"
    ? byAudience[profile].has(audience)
    : audience.some((one) => byAudience[profile].has(one));

// The access names the API and operation of the path.
const standingIn = <P extends string>(
  rule: Requirement<P>,
  { api, operation }: Requirement<P>,
): Requirement<P> => ({
  ...rule,
  ...(api !== undefined && { api }),
  ...(operation !== undefined && { operation }),
});
