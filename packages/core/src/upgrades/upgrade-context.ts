import type { IncomingMessage } from "node:http";
import type { Answer } from "../answer/answer.js";
import type { Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { Settings } from "../options/settings.js";
import type { RequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";

/** What the guards of upgrades need of the instance that they belong to. */
export interface UpgradeContext<P extends string> {
  readonly auth: UpgradeAuth<P>;
  /** Makes a decision of `upgrades/` one of the instance: it can be answered, and its event is published. */
  readonly conclude: <D extends Decision<P>>(
    decision: D,
    requirement: Requirement<P>,
    view: RequestView,
  ) => D;
  /** Digests under which a store may tell of changes to the presented key. */
  readonly digestsOf: (view: RequestView, requirement: Requirement<P>) => readonly string[];
  readonly settings: Settings<P>;
}

/** Of the instance, what decides and answers a request. */
export interface UpgradeAuth<P extends string> {
  viewOf(req: IncomingMessage): RequestView;
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  answer(decision: Refuse | Unavailable): Answer;
}
