import { callObserver } from "../operators/call-observer.js";
import type { SubscriptionChange } from "../evidence/subscriptions/subscription.js";

type Listener = (change: SubscriptionChange) => void;

/**
 * Listeners of a repository. One that throws is reported to `onProblem`, by default as a process warning; it breaks
 * neither the change nor the others.
 */
export class ChangeListeners {
  readonly #registered = new Set<{ readonly listener: Listener }>();
  readonly #onProblem: ((error: Error) => void) | undefined;

  constructor(onProblem?: (error: Error) => void) {
    this.#onProblem = onProblem;
  }

  /** Adds a listener; the function that comes back removes this registration and no other. */
  add(listener: Listener): () => void {
    const registration = { listener };
    this.#registered.add(registration);
    return () => void this.#registered.delete(registration);
  }

  tell(change: SubscriptionChange): void {
    for (const { listener } of [...this.#registered]) {
      callObserver(() => listener(change), "ProductAuthListenerWarning", this.#onProblem);
    }
  }

  clear(): void {
    this.#registered.clear();
  }
}
