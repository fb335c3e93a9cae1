/** Makes one attempt. Returns the milliseconds until the next one; undefined when none is left. Never rejects. */
export type JobAttempt = (id: string, closing: AbortSignal) => Promise<number | undefined>;

interface Running {
  readonly ended: Promise<void>;
  /** Ends the pause between two attempts. */
  pause: AbortController | undefined;
  /** Called when the next attempt has ended. */
  waiting: (() => void)[];
}

/** The jobs that this process works on, each one once: attempts with pauses in between. */
export class RunningJobs {
  readonly #attempt: JobAttempt;
  readonly #delay: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly #byId = new Map<string, Running>();
  readonly #closing = new AbortController();

  constructor(attempt: JobAttempt, delay: (milliseconds: number, signal: AbortSignal) => Promise<void>) {
    this.#attempt = attempt;
    this.#delay = delay;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Resolves when an attempt that begins after this call has ended. */
  start(id: string): Promise<void> {
    if (this.#closing.signal.aborted) return Promise.resolve();
    return new Promise<void>((resolve) => {
      const current = this.#byId.get(id);
      if (current === undefined) {
        // It begins in a later microtask, when it is in the map.
        const ended = Promise.resolve().then(() => this.#run(id));
        this.#byId.set(id, { ended, pause: undefined, waiting: [resolve] });
      } else {
        current.waiting.push(resolve);
        current.pause?.abort();
      }
    });
  }

  async #run(id: string): Promise<void> {
    const running = this.#byId.get(id)!;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const waiting = running.waiting;
      running.waiting = [];
      const pause = await this.#attempt(id, signal);
      for (const attempted of waiting) attempted();
      if (running.waiting.length > 0) continue; // the job may have changed after it was read
      if (pause === undefined) break;
      running.pause = new AbortController();
      await this.#delay(pause, running.pause.signal);
      running.pause = undefined;
    }
    this.#byId.delete(id);
    for (const attempted of running.waiting) attempted();
  }

  /** Ends all work after its current step. */
  async close(): Promise<void> {
    this.#closing.abort();
    const all = [...this.#byId.values()];
    for (const { pause } of all) pause?.abort();
    await Promise.all(all.map(({ ended }) => ended));
  }
}
