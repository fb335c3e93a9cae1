import type { Evidence } from "../evidence/evidence.js";
import { sanitize } from "../lib/sanitize.js";
import { REFUSALS, type Finding } from "../refusals/refusals.js";
import { ABSENT } from "../request/credentials.js";
import type { CompiledAlternative, CompiledRule } from "../rules/rule.js";
import { atPlaceOf } from "./at-place-of.js";
import { decide, missingFor } from "./decide.js";
import type { Decision, DecisionSettings, Refuse } from "./decision.js";
import { judgeSubscription } from "./judge-key.js";
import { judgeAnywhere } from "./judge-token.js";
import { refuse } from "./refused.js";

/** A rule with `anyOf`. */
export type RuleOfAlternatives<P extends string = string> = CompiledRule<P> & {
  readonly alternatives: readonly CompiledAlternative<P>[];
};

/** Whether a rule has alternatives to decide between. */
export const hasAlternatives = <P extends string>(rule: CompiledRule<P>): rule is RuleOfAlternatives<P> =>
  rule.alternatives !== undefined;

/**
 * Decides a request by a rule with `anyOf`: the first alternative that admits, in order. Pure. `now` is in milliseconds
 * since 1970.
 *
 * A credential that is invalid for every rule refuses the request, as `decide` does, even when another credential
 * satisfies an alternative. Apart from that, an alternative ignores the kinds of credential that it does not accept, so
 * a failed lookup matters only when no alternative admits without it.
 */
export function decideAlternatives<P extends string>(
  settings: DecisionSettings,
  requirement: RuleOfAlternatives<P>,
  evidence: Evidence,
  now: number,
): Decision<P> {
  const flaw = flawOf(settings, evidence, now);
  if (flaw !== undefined) return refuse(settings, flaw);
  const decisions: Exclude<Decision<P>, { outcome: "admit" }>[] = [];
  for (const alternative of requirement.alternatives) {
    const found = evidenceFor(alternative, evidence);
    const decision = decide(settings, alternative, found, now);
    if (decision.outcome !== "admit") decisions.push(decision);
    else if (requirement.api === alternative.api && requirement.operation === undefined) return decision;
    else return decide(settings, atPlaceOf(requirement, alternative), found, now);
  }
  const failed = decisions.find(({ outcome }) => outcome === "unavailable");
  if (failed !== undefined) return failed;
  const refused = closest(requirement, evidence, decisions as readonly Refuse[]);
  const { actual, hint, needs } = refused ?? {};
  return refuse(settings, {
    code: refused?.code ?? missingFor(requirement.accepts),
    expected: expectedBy(requirement, decisions as readonly Refuse[]),
    ...(actual !== undefined && { actual }),
    ...(hint !== undefined && { hint }),
    ...(needs !== undefined && { needs }),
  });
}

/** The alternative by which `decideAlternatives` admits a request; undefined when none admits. */
export const admittingAlternative = <P extends string>(
  settings: DecisionSettings,
  { alternatives }: RuleOfAlternatives<P>,
  evidence: Evidence,
  now: number,
): CompiledAlternative<P> | undefined =>
  alternatives.find((one) => decide(settings, one, evidenceFor(one, evidence), now).outcome === "admit");

/** The evidence that one alternative uses: that of the kinds of credential it accepts. */
export function evidenceFor({ accepts }: CompiledRule, evidence: Evidence): Evidence {
  const { token, key, client } = evidence;
  if (accepts.token && accepts.key) return evidence;
  if (!accepts.token) return { token: ABSENT, key: accepts.key ? key : ABSENT };
  return client === undefined ? { token, key: ABSENT } : { token, key: ABSENT, client };
}

// The flaw of a credential that no rule could accept, in the order in which `decide` finds it.
function flawOf(settings: DecisionSettings, { token, key }: Evidence, now: number): Finding | undefined {
  if (token.kind === "bad") return token;
  if (key.kind === "bad") return key;
  const ofToken = token.kind === "good" ? judgeAnywhere(settings, token.token, now) : undefined;
  if (ofToken !== undefined || key.kind !== "good") return ofToken;
  return judgeSubscription(settings, key.subscription, now);
}

// The refusal to report: the first 403, because its alternative accepts this credential and only a right is missing, else
// the first one about a credential that was sent. `failedValidation` may have changed the status, so the table is read.
function closest(
  { alternatives }: RuleOfAlternatives,
  evidence: Evidence,
  decisions: readonly Refuse[],
): Refuse | undefined {
  const lacksRight = decisions.find(({ code }) => REFUSALS[code].status === 403);
  return lacksRight ?? decisions.find((_, i) => isPresented(evidenceFor(alternatives[i]!, evidence)));
}

const isPresented = ({ token, key }: Evidence) => token.kind !== "absent" || key.kind !== "absent";

/** Maximum length of the list of alternatives in `expected`. */
const MAX_EXPECTED = 1000;

function expectedBy({ alternatives }: RuleOfAlternatives, decisions: readonly Refuse[]): string {
  const texts = alternatives.map(({ inWords }, i) => {
    const expected = decisions[i]?.expected;
    return expected === undefined ? inWords : `${inWords} (${expected})`;
  });
  return sanitize(texts.join("; or "), MAX_EXPECTED);
}
