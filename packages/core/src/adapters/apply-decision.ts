import type { Admit, Decision, Refuse, Unavailable } from "../decision/decision.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";

/** What a framework does about a decision. */
export interface Effects<P extends string> {
  /** Puts access and headers where handlers and response need them. */
  readonly admit: (decision: Admit<P>) => void;
  /** Writes the answer to a request that may not go on. */
  readonly refuse: (decision: Refuse | Unavailable) => Awaitable<void>;
}

/**
 * Applies a decision in a framework whose guards end with a call of `next`: at once when nothing had to be waited for.
 * An error of the framework or of the application's own `errors` function reaches `next(error)`, or is thrown while the
 * guard is still being called. What a handler throws inside `next()` is not caught: it is no failure of the guard.
 */
export function applyDecision<P extends string>(
  decision: Awaitable<Decision<P>>,
  { admit, refuse }: Effects<P>,
  next: (error?: Error) => void,
): void {
  const admitted = andThen(decision, (decided): Awaitable<boolean> => {
    if (decided.outcome !== "admit") return andThen(refuse(decided), () => false);
    admit(decided);
    return true;
  });
  if (admitted instanceof Promise) admitted.then((goesOn) => (goesOn ? next() : undefined), next);
  else if (admitted) next();
}
