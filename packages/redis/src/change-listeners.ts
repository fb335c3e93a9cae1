import type { SubscriptionChange } from "@product-auth/core";

type Listener = (change: SubscriptionChange) => void;

/** Who is told of changes. A listener that throws is reported, and the others are told all the same. */
export class ChangeListeners {
  readonly #registered = new Set<{ readonly listener: Listener }>();
  readonly #onProblem: (error: Error) => void;

  constructor(onProblem: (error: Error) => void) {
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
      try {
        listener(change);
      } catch (error) {
        this.#onProblem(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  clear(): void {
    this.#registered.clear();
  }
}
