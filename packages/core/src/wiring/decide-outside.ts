import type { Refuse, Unavailable } from "../decision/decision.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";
import type { RuleBook } from "../rules/rule-book.js";
import { decideByRule } from "./decide-by-rule.js";
import type { RequestPipeline } from "./request-pipeline.js";

/** The decision on a request as if no route guarded it. */
export interface DecisionOutside<P extends string> {
  readonly requirement: CompiledRule<P>;
  /** Undefined when the request is admitted. */
  readonly refused: Refuse | Unavailable | undefined;
}

/**
 * Decides a request by the rule of `app.use(auth)`, without events; undefined where no credential is accepted at its path.
 * Other credentials than the route's may be accepted there, which are examined only now.
 */
export function decideOutside<P extends string>(
  { settings, stage, throttle, collected }: RequestPipeline<P>,
  rules: RuleBook<P>,
  view: RequestView,
): Awaitable<DecisionOutside<P> | undefined> {
  const requirement = rules.atRequest(rules.anyProduct, view);
  if ("code" in requirement) return undefined;
  const { clock } = settings;
  const outside = (refused: Refuse | Unavailable | undefined) => ({ requirement, refused });
  return andThen(stage.judgeConnection(requirement.chain?.connection ?? [], view, clock()), (found) => {
    if (found.outcome !== "passed") return outside(found);
    return andThen(throttle?.judge(collected.of(view, requirement), requirement, clock()), (throttled) => {
      if (throttled !== undefined) return outside(throttled);
      return andThen(collected.gather(view, requirement, clock()), (evidence) => {
        const decision = decideByRule(settings, requirement, rules.scopeRules, evidence, clock());
        return outside(decision.outcome === "admit" ? undefined : decision);
      });
    });
  });
}
