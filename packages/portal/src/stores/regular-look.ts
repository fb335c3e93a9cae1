/**
 * Work that is looked for again and again: one look at a time, and a failure is reported once, until a look succeeds. It keeps no
 * process alive.
 */
export class RegularLook {
  readonly #work: () => Promise<unknown>;
  readonly #onFailure: (cause: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #isFailing = false;

  /** `every`: milliseconds between two looks; the first is after that time too. */
  constructor(work: () => Promise<unknown>, every: number, onFailure: (cause: unknown) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
    this.#timer = setInterval(() => void this.look(), every).unref();
  }

  /** Looks once. Never rejects: a store that fails now is asked again at the next look. */
  look(): Promise<void> {
    this.#running ??= this.#work()
      .then(
        () => void (this.#isFailing = false),
        (cause: unknown) => this.report(cause),
      )
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Ends the looks, and waits for the one that runs. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Reports a failure of a look, or of work that a look has begun. */
  report(cause: unknown): void {
    if (!this.#isFailing) this.#onFailure(cause);
    this.#isFailing = true;
  }
}
