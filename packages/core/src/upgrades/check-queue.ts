/** Maximum number of concurrent checks: a change that affects thousands of connections must not flood the store. */
const MAX_CONCURRENT = 32;

/** Runs a check for each of many items, a few at a time, and yields to requests in between. */
export class CheckQueue<T> {
  readonly #check: (one: T) => Promise<void>;
  readonly #waiting = new Set<T>();
  #running = 0;
  #scheduled = false;

  constructor(check: (one: T) => Promise<void>) {
    this.#check = check;
  }

  /** Queues an item. An item that is added several times before its check is checked once. */
  add(one: T): void {
    this.#waiting.add(one);
    this.#schedule();
  }

  remove(one: T): void {
    this.#waiting.delete(one);
  }

  // Not synchronously: the source of a change may not have notified the caches yet.
  #schedule(): void {
    if (this.#scheduled || this.#waiting.size === 0 || this.#running >= MAX_CONCURRENT) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      for (const one of this.#waiting) {
        if (this.#running >= MAX_CONCURRENT) return;
        this.#waiting.delete(one);
        this.#running += 1;
        void this.#check(one).finally(() => {
          this.#running -= 1;
          this.#schedule();
        });
      }
    });
  }
}
