/** One request that waits for an answer. */
export interface Pending {
  readonly since: number;
  readonly giveUp: () => void;
}

/**
 * Requests that wait for the answers of one store, the oldest first. All have the same timeout, so one timer is enough.
 * It keeps the process alive, for the timeout at most: a caller is waiting.
 */
export class PendingAnswers {
  readonly #timeout: number;
  readonly #onLate: () => void;
  readonly #pending = new Set<Pending>();
  #timer: NodeJS.Timeout | undefined;

  /** `onLate` is called when the oldest has waited for `timeout` milliseconds. It must call `giveUpAll`. */
  constructor(timeout: number, onLate: () => void) {
    this.#timeout = timeout;
    this.#onLate = onLate;
  }

  add(giveUp: () => void): Pending {
    const pending = { since: performance.now(), giveUp };
    this.#pending.add(pending);
    if (this.#timer === undefined) this.#arm(this.#timeout);
    return pending;
  }

  /** Removes a request that has its answer. False: it has been given up, and the answer must not be used. */
  remove(pending: Pending): boolean {
    const isWaiting = this.#pending.delete(pending);
    if (this.#pending.size === 0) this.#disarm();
    return isWaiting;
  }

  giveUpAll(): void {
    const all = [...this.#pending];
    this.#pending.clear();
    this.#disarm();
    for (const { giveUp } of all) giveUp();
  }

  #arm(milliseconds: number): void {
    // After a pause of this process the timer comes before the answers that arrived meanwhile: read those first.
    this.#timer = setTimeout(() => setImmediate(() => this.#check()), milliseconds);
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    const [oldest] = this.#pending;
    if (oldest === undefined) return;
    const left = oldest.since + this.#timeout - performance.now();
    if (left > 0) this.#arm(Math.ceil(left));
    else this.#onLate();
  }
}
