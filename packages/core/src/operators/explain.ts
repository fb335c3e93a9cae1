import { messageOf, type AnswerSettings } from "../answer/answer.js";
import { checksFor, ORIGIN_CHECKS, PATH_CHECKS, type Check, type CheckSettings } from "./checks.js";
import type { Decision, PolicyPlace } from "../decision/decision.js";
import type { Evidence } from "../evidence/evidence.js";
import { REFUSALS, type RefusalCode } from "../refusals/refusals.js";
import type { CompiledRule, Rule } from "../rules/rule.js";

/** One check and its result. */
export interface ExplainedCheck {
  readonly check: string;
  readonly result: "passed" | "failed" | "not reached";
  /** The token policy that makes the check; absent for the checks of the credential. */
  readonly policy?: PolicyPlace;
  readonly expected?: string;
  readonly actual?: string;
}

/** One alternative of a rule with `anyOf`, and how it decides by itself. */
export interface ExplainedAlternative {
  /** What it requires, in words. */
  readonly requires: string;
  readonly outcome: Decision["outcome"];
  readonly code?: RefusalCode;
  readonly expected?: string;
  readonly actual?: string;
}

/** The explanation of a decision. For operators: it may name claims and subscriptions, never a token or a key. */
export interface Explanation {
  readonly outcome: Decision["outcome"];
  readonly status: number;
  readonly code?: RefusalCode;
  readonly rule: Rule<string, string>;
  readonly product?: string | undefined;
  readonly api?: string;
  /** The checks in order; of a rule with `anyOf`, those of the alternative that decided. */
  readonly checks: readonly ExplainedCheck[];
  /** Only for a rule with `anyOf`: every alternative, in order. */
  readonly alternatives?: readonly ExplainedAlternative[];
  /** The text for the caller; absent for an admission. */
  readonly message?: string;
  /** For a common mistake: how to fix it. */
  readonly hint?: string;
}

/** The settings that `explain` uses. */
export interface ExplainSettings extends Pick<AnswerSettings, "failedMessage">, CheckSettings {}

/** Explains a decision: all checks in order, and what the failed one expected and found. */
export function explain(
  decision: Decision,
  requirement: CompiledRule,
  evidence: Evidence,
  settings: ExplainSettings,
): Explanation {
  const { rule } = requirement;
  const api = requirement.api && { api: requirement.api.name };
  const checks = checksFor(requirement, evidence, settings);
  if (decision.outcome === "admit") {
    const { product } = decision.access;
    return { outcome: "admit", status: 200, rule, product, ...api, checks: checks.map(passed) };
  }
  const { outcome, status, code } = decision;
  const hint = decision.outcome === "refuse" ? decision.hint : undefined;
  return {
    outcome,
    status,
    code,
    rule,
    ...api,
    checks: upToFailed(beforeAll(code) ?? checks, decision),
    message: messageOf(decision, settings),
    ...(hint !== undefined && { hint }),
  };
}

// The checks of a request that is refused before any credential is read.
const beforeAll = (code: RefusalCode): readonly Check[] | undefined =>
  [ORIGIN_CHECKS, PATH_CHECKS].find((checks) =>
    checks.slice(0, -1).some(({ names }) => names.includes(REFUSALS[code].check)),
  );

/** A check that passed. */
export const passed = ({ text }: Check): ExplainedCheck => ({ check: text, result: "passed" });

/** The checks, with the one that failed. */
export function upToFailed(
  checks: readonly Check[],
  decision: Exclude<Decision, { outcome: "admit" }>,
): ExplainedCheck[] {
  const { check: failed } = REFUSALS[decision.code];
  const failing = checks.findIndex(({ names }) => names.includes(failed));
  if (failing === -1)
    throw new Error(`operators/checks.ts lists no check "${failed}", which ${decision.code} reports`);
  return checks.map(({ text }, i) => {
    if (i !== failing) return { check: text, result: i < failing ? "passed" : "not reached" };
    const { actual } = decision;
    const expected = decision.outcome === "refuse" ? decision.expected : undefined;
    return {
      check: text,
      result: "failed",
      ...(expected !== undefined && { expected }),
      ...(actual !== undefined && { actual }),
    };
  });
}
