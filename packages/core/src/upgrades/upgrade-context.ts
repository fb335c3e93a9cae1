import type { IncomingMessage } from "node:http";
import type { Answer } from "../answer/answer.js";
import type { Access, Decision, Refuse, Unavailable } from "../decision/decision.js";
import type { Awaitable } from "../lib/awaitable.js";
import type { Settings } from "../options/settings.js";
import type { RequestView } from "../request/request-view.js";
import type { Requirement } from "../rules/rule.js";

/** The parts of the instance that upgrades use. */
export interface UpgradeContext<P extends string> {
  readonly auth: UpgradeAuth<P>;
  /** Attaches rule and request to a decision made in `upgrades/`, and publishes its event. */
  readonly conclude: <D extends Decision<P>>(
    decision: D,
    requirement: Requirement<P>,
    view: RequestView,
  ) => D;
  /** Returns the digests under which a store may report changes to the key of a request. */
  readonly digestsOf: (view: RequestView, requirement: Requirement<P>) => readonly string[];
  /** When the first token of a policy of an admitted request expires, in milliseconds since 1970. */
  readonly policyTokensEndAt: (
    view: RequestView,
    requirement: Requirement<P>,
    access: Access<string | undefined>,
  ) => number;
  readonly settings: Settings<P>;
}

/** The methods of the instance that decide and answer a request. */
export interface UpgradeAuth<P extends string> {
  viewOf(req: IncomingMessage): RequestView;
  authorize(view: RequestView, requirement: Requirement<P>): Awaitable<Decision<P>>;
  answer(decision: Refuse | Unavailable): Answer;
}
