import type { Progress } from "../options/graph-options.js";
import type { Awaitable } from "./awaitable.js";
import { GraphFailure } from "./graph-failure.js";

/** What waiting needs; all of it is injected. */
export interface Waiting {
  readonly clock: () => number;
  readonly delay: (milliseconds: number, signal?: AbortSignal) => Awaitable<void>;
  /** Seconds that one step may wait. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** The waits of one step, limited together. */
export class Patience {
  readonly #waiting: Waiting;
  readonly #start: number;
  readonly #seconds: number;
  /** Seconds of all waits so far. */
  #waited = 0;
  /** Number of waits for each cause: each cause doubles its own. */
  readonly #waits = new Map<string, number>();

  /** `seconds`: the limit of this step, at most the run's `timeout`. */
  constructor(waiting: Waiting, seconds: number = waiting.timeout) {
    this.#waiting = waiting;
    this.#start = waiting.clock();
    this.#seconds = Math.min(seconds, waiting.timeout);
  }

  /** Seconds that are left. A clock that is set back during the step gives it no more of them. */
  get left(): number {
    const passed = (this.#waiting.clock() - this.#start) / 1000;
    return this.#seconds - Math.max(passed, this.#waited);
  }

  /** Waits `first`, then 2 × `first`, 4 × `first` … seconds. False: no time is left. The last wait is cut short. */
  doubling(cause: string, first: number, message: string): Promise<boolean> {
    const before = this.#waits.get(cause) ?? 0;
    this.#waits.set(cause, before + 1);
    const left = this.left;
    // Less than a second is no wait worth a call, and a sum of such waits would end in a flood.
    return left < 1 ? Promise.resolve(false) : this.wait(Math.min(first * 2 ** before, left), message);
  }

  /** The same, but a wait that does not fit into the time that is left is not begun. */
  doublingWhole(cause: string, first: number, message: string): Promise<boolean> {
    const before = this.#waits.get(cause) ?? 0;
    this.#waits.set(cause, before + 1);
    return this.wait(first * 2 ** before, message);
  }

  /** Waits as long as the server asks; without a wish of the server, like `doublingWhole`. */
  asked(seconds: number | undefined, cause: string, first: number, message: string): Promise<boolean> {
    return seconds === undefined ? this.doublingWhole(cause, first, message) : this.wait(seconds, message);
  }

  /** Number of waits for a cause so far. */
  count(cause: string): number {
    return this.#waits.get(cause) ?? 0;
  }

  /** Waits, or returns false at once when that would take longer than is left. */
  async wait(seconds: number, message: string): Promise<boolean> {
    const { delay, signal, onProgress } = this.#waiting;
    const { left } = this;
    if (seconds > left) return false;
    if (seconds > 1) onProgress?.({ message, seconds, atMost: Math.ceil(left) });
    refuseStopped(signal);
    this.#waited += seconds;
    await delay(seconds * 1000, signal);
    refuseStopped(signal);
    return true;
  }
}

/** Throws when the caller has stopped the run. */
export function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new GraphFailure({ reason: "stopped" });
}

/** The default of the option `delay`: `setTimeout`, ended early by the signal. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted === true) end();
  });
}
