import { availableParallelism } from "node:os";

/** Thrown when too many passwords wait to be checked: answered 503. */
export class PasswordsBusyError extends Error {
  override readonly name = "PasswordsBusyError";
}

/** Most that wait for their turn. */
const MOST_WAITING = 20;

/**
 * Bounds the work and the memory of checking passwords: two at a time in a process, one where there are at most two processors,
 * because the API runs beside it. A place is taken before any other work, so that a flood costs next to nothing.
 */
export class PasswordPlaces {
  readonly #atOnce: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #running = 0;

  constructor(processors: number = availableParallelism()) {
    this.#atOnce = processors <= 2 ? 1 : 2;
  }

  /** Takes a place. Throws `PasswordsBusyError` when there is none. It is left at the end. */
  take(): PasswordPlace {
    if (this.#taken >= this.#atOnce + MOST_WAITING)
      throw new PasswordsBusyError(`${MOST_WAITING} passwords wait to be checked`);
    this.#taken += 1;
    let isLeft = false;
    return {
      run: (work) => this.#run(work),
      leave: () => {
        if (!isLeft) this.#taken -= 1;
        isLeft = true;
      },
    };
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    // Who waits is given the turn of the one that ends: no other can come between.
    if (this.#running < this.#atOnce) this.#running += 1;
    else await new Promise<void>((turn) => this.#waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

/** A place among those whose passwords are checked. */
export interface PasswordPlace {
  /** Runs the work when it is its turn. */
  run<T>(work: () => Promise<T>): Promise<T>;
  leave(): void;
}
