import { callObserver } from "../operators/call-observer.js";
import type { SubscriptionChange } from "../evidence/subscriptions/subscription.js";

/**
 * The change listeners of a repository. An error in a listener is passed to `onProblem`, by default as a process warning;
 * it does not affect the change or the other listeners.
 */
export class ChangeListeners<Change = SubscriptionChange> {
  readonly #registered = new Set<{ readonly listener: (change: Change) => void }>();
  readonly #onProblem: ((error: Error) => void) | undefined;

  constructor(onProblem?: (error: Error) => void) {
    this.#onProblem = onProblem;
  }

  /** Adds a listener. Returns a function that removes this registration. */
  add(listener: (change: Change) => void): () => void {
    const registration = { listener };
    this.#registered.add(registration);
    return () => void this.#registered.delete(registration);
  }

  /** Calls all listeners. */
  notify(change: Change): void {
    for (const { listener } of [...this.#registered]) {
      callObserver(() => listener(change), "ProductAuthListenerWarning", this.#onProblem);
    }
  }

  /** Removes all listeners. */
  clear(): void {
    this.#registered.clear();
  }
}
