/** Checks under way at most: a change that is about thousands of connections must not ask a store about all at once. */
const TOGETHER = 32;

/** Runs a check for each of many things, a few at a time, and lets requests in between. */
export class CheckQueue<T> {
  readonly #check: (one: T) => Promise<void>;
  readonly #waiting = new Set<T>();
  #running = 0;
  #scheduled = false;

  constructor(check: (one: T) => Promise<void>) {
    this.#check = check;
  }

  /** Checks it soon, and once however often it is added until then. */
  add(one: T): void {
    this.#waiting.add(one);
    this.#schedule();
  }

  remove(one: T): void {
    this.#waiting.delete(one);
  }

  // Later, not now: whoever tells of a change may not have told the caches yet.
  #schedule(): void {
    if (this.#scheduled || this.#waiting.size === 0 || this.#running >= TOGETHER) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      for (const one of this.#waiting) {
        if (this.#running >= TOGETHER) return;
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
