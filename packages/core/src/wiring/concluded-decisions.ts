import type { Decision } from "../decision/decision.js";
import { bind } from "../decision/refused.js";
import { DecisionEvents, type DecisionEventsSettings } from "../operators/decision-events.js";
import { hintAtMissing } from "../operators/missing-hint.js";
import type { Settings } from "../options/settings.js";
import type { RequestView } from "../request/request-view.js";
import type { CompiledRule } from "../rules/rule.js";
import type { CollectedEvidence } from "./collected-evidence.js";
import type { RequestThrottle } from "./request-throttle.js";

/** What is observed of decisions besides the callback of the options. */
export type Observed = Omit<DecisionEventsSettings, "onDecision">;

/** What follows a decision before the caller has it. */
export class ConcludedDecisions<P extends string> {
  readonly #sources: Settings["sources"];
  readonly #events: DecisionEvents;
  readonly #collected: CollectedEvidence;
  readonly #throttle: RequestThrottle | undefined;

  constructor(
    { sources, onDecision }: Settings<P>,
    observed: Observed,
    collected: CollectedEvidence,
    throttle: RequestThrottle | undefined,
  ) {
    this.#sources = sources;
    this.#events = new DecisionEvents({ ...observed, onDecision });
    this.#collected = collected;
    this.#throttle = throttle;
  }

  /** Attaches rule and request to the decision, and publishes its event. */
  conclude<D extends Decision<P>>(
    decision: D,
    requirement: CompiledRule<P>,
    view: RequestView,
    now: number,
  ): D {
    if (decision.outcome !== "admit") bind(decision, requirement, view);
    if (!this.#events.isObserved) return decision;
    if (decision.outcome !== "admit") hintAtMissing(decision, view, requirement, this.#sources);
    this.#events.emit(decision, requirement, view, now, this.#collected.credentialsIn(view));
    return decision;
  }

  /** Like `conclude`, for a decision about credentials: a bad one is counted. */
  concludeJudged(
    decision: Decision<P>,
    requirement: CompiledRule<P>,
    view: RequestView,
    now: number,
  ): Decision<P> {
    if (decision.outcome !== "admit")
      this.#throttle?.count(decision, this.#collected.of(view, requirement), now);
    return this.conclude(decision, requirement, view, now);
  }
}
