import { answer, AnswerCache, type Answer, type AnswerSettings } from "../answer/answer.js";
import type { Refuse, Unavailable } from "../decision/decision.js";
import { madeFor, type MadeFor } from "../decision/refused.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";
import { REFUSALS } from "../refusals/refusals.js";
import type { RequestView } from "../request/request-view.js";
import type { DecisionOutside } from "./decide-outside.js";

/** Writes the answers to the decisions of one instance. */
export class Answers<P extends string> {
  readonly #settings: AnswerSettings;
  readonly #outside: (view: RequestView) => Awaitable<DecisionOutside<P> | undefined>;

  /** `outside`: decides a request by the rule of `app.use(auth)`. */
  constructor(
    settings: Omit<AnswerSettings, "cache">,
    outside: (view: RequestView) => Awaitable<DecisionOutside<P> | undefined>,
  ) {
    this.#settings = { ...settings, cache: new AnswerCache() };
    this.#outside = outside;
  }

  to(decision: Refuse | Unavailable): Answer {
    const { requirement, view } = madeForOf(decision);
    return answer(this.#settings, decision, requirement, view);
  }

  /** The answer that does not show whether the route exists: the one that the request gets outside of all routes. */
  within(decision: Refuse | Unavailable): Awaitable<Answer> {
    const { requirement: own, view } = madeForOf(decision);
    // The credential opened the route, so its policies are no secret to this caller.
    const { about } = REFUSALS[decision.code];
    const wasOpened = decision.policy !== undefined || about === "limit";
    if (wasOpened && about !== "connection") return this.to(decision);
    // Outside of this route no caller is asked for a token at the route's own place. A token that lacks rights there is
    // genuine, and during an outage it may be: neither answer may become that of a missing token.
    const isGenuine =
      decision.outcome === "unavailable" || REFUSALS[decision.code].error === "insufficient_scope";
    if (own.tokenPlace !== undefined && isGenuine) return this.to(decision);
    return andThen(this.#outside(view), (outside) => {
      // No credential is accepted at an unmatched path; only the challenge of the route names one that is.
      if (outside?.refused === undefined) return this.to(decision);
      return answer(this.#settings, outside.refused, outside.requirement, view);
    });
  }
}

function madeForOf(decision: Refuse | Unavailable): MadeFor {
  const found = madeFor(decision);
  if (found !== undefined) return found;
  throw new TypeError(
    "auth.answer(decision): the decision was not returned by auth.authorize(); pass the object itself, not a copy",
  );
}
