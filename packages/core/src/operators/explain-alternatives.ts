import { decide } from "../decision/decide.js";
import { evidenceFor, type RuleOfAlternatives } from "../decision/decide-alternatives.js";
import type { Decision, DecisionSettings } from "../decision/decision.js";
import type { Evidence } from "../evidence/evidence.js";
import { ABSENT } from "../request/credentials.js";
import { REFUSALS } from "../refusals/refusals.js";
import { explain, type ExplainedAlternative, type Explanation, type ExplainSettings } from "./explain.js";

/** Explains a decision by a rule with `anyOf`: the checks of the alternative that decided, and every alternative. */
export function explainAlternatives(
  decision: Decision,
  requirement: RuleOfAlternatives,
  evidence: Evidence,
  now: number,
  settings: ExplainSettings & DecisionSettings,
): Explanation {
  const each = requirement.alternatives.map((alternative) => {
    const found = evidenceFor(alternative, evidence);
    return { alternative, found, decided: decide(settings, alternative, found, now) };
  });
  const by = each.find(({ decided }) => codeOf(decided) === codeOf(decision));
  const explained =
    by === undefined
      ? explain(decision, requirement, evidenceAbout(decision, evidence), settings)
      : explain(decision, by.alternative, by.found, settings);
  return {
    ...explained,
    rule: requirement.rule,
    ...(requirement.api !== undefined && { api: requirement.api.name }),
    alternatives: each.map(({ alternative, decided }) => explainedOne(alternative.inWords, decided)),
  };
}

const codeOf = (decision: Decision) => (decision.outcome === "admit" ? undefined : decision.code);

// No alternative makes this decision by itself: without credentials, or where an alternative finds another flaw first.
function evidenceAbout(decision: Decision, evidence: Evidence): Evidence {
  if (decision.outcome === "admit") return evidence;
  const { about } = REFUSALS[decision.code];
  if (about === "token") return { ...evidence, key: ABSENT };
  return about === "key" ? { token: ABSENT, key: evidence.key } : evidence;
}

function explainedOne(requires: string, decision: Decision): ExplainedAlternative {
  if (decision.outcome === "admit") return { requires, outcome: "admit" };
  const { outcome, code, actual } = decision;
  const expected = decision.outcome === "refuse" ? decision.expected : undefined;
  return {
    requires,
    outcome,
    code,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}
