/** Milliseconds between two ticks. */
const TICK = 5;

/**
 * Adds up the milliseconds by which the event loop of this process is late. On a busy machine, a process that waits for a
 * processor is as slow as one that waits for a store; only the second one keeps its timers.
 */
export class LoopLateness {
  #last = performance.now();
  #late = 0;
  readonly #timer = setInterval(() => {
    this.#late = this.total;
    this.#last = performance.now();
  }, TICK);

  /** Milliseconds since the start, with those of a tick that is late now. */
  get total(): number {
    return this.#late + Math.max(0, performance.now() - this.#last - TICK);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
