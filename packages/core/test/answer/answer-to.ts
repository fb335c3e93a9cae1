import type { Answer, ProductAuth, Refuse, Requirement, RequestView, Unavailable } from "#src/index.js";
import { bind, refuse, unavailable } from "#src/decision/refused.js";
import type { CompiledRule } from "#src/rules/rule.js";

/** The answer to a decision that a test wrote by hand. */
export function answerTo(
  auth: Pick<ProductAuth, "answer">,
  written: Refuse | Unavailable,
  requirement: Requirement,
  view: RequestView,
): Answer {
  const decision = Object.assign(
    written.outcome === "refuse" ? refuse({ failedStatus: undefined }, written) : unavailable(written),
    written,
  );
  bind(decision, requirement as CompiledRule, view);
  return auth.answer(decision);
}
