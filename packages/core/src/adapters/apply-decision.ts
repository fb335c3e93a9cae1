import type { Admit, Decision, Refuse, Unavailable } from "../decision/decision.js";
import { andThen, type Awaitable } from "../lib/awaitable.js";

/** How a framework applies a decision. */
export interface Effects<P extends string> {
  /** Stores the access for handlers and sets the header fields of the response. */
  readonly admit: (decision: Admit<P>) => void;
  /** Writes the response to a request that was not admitted. */
  readonly refuse: (decision: Refuse | Unavailable) => Awaitable<void>;
}

/**
 * Applies a decision in a framework whose guards call `next`; synchronously when the decision is not a promise. An error
 * of the framework or of the application's `errors` function is passed to `next(error)`, or thrown when the decision is
 * not a promise. Errors that a handler throws inside `next()` are not caught.
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
