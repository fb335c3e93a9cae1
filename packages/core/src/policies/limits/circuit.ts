import { toAwaitable, type Awaitable } from "../../lib/awaitable.js";
import { errorKind, NoResponseError } from "../../lib/error-kind.js";
import { PendingAnswers } from "./pending-answers.js";

/** How a circuit asks its store, and whom it informs. */
export interface CircuitSettings {
  /** Milliseconds for one answer. */
  readonly timeout: number;
  /** Milliseconds of real time between two probes. */
  readonly probeInterval: number;
  /** Asks the store for what only a working store can do. Its answer passes the same check as any other. */
  readonly probe: () => unknown;
  readonly isAnswer: (answer: unknown) => boolean;
  /** Called once per change. `cause` contains neither a key nor a driver's message. */
  readonly onChange: (state: "degraded" | "restored", cause: string) => void;
}

/**
 * Bounds how long requests wait for a store. One failed or late answer opens the circuit: no request waits again until a
 * probe, which runs beside them, has been answered.
 */
export class Circuit {
  readonly #settings: CircuitSettings;
  readonly #pending: PendingAnswers;
  #cause: string | undefined;
  #prober: NodeJS.Timeout | undefined;
  #isProbing = false;
  #isStopped = false;

  constructor(settings: CircuitSettings) {
    this.#settings = settings;
    this.#pending = new PendingAnswers(settings.timeout, () => this.fail(lateAnswer(settings.timeout)));
  }

  /** Why the store is not asked; undefined while it is. */
  get cause(): string | undefined {
    return this.#cause;
  }

  /**
   * Asks the store. `read` makes the result of an answer, undefined when the answer is invalid; `otherwise` makes it when
   * the store failed. Exactly one of them makes the result, so an answer that arrives later has no effect.
   */
  ask<T>(
    question: () => unknown,
    read: (answer: unknown) => T | undefined,
    otherwise: () => T,
  ): Awaitable<T> {
    if (this.#cause !== undefined) return otherwise();
    let answer: unknown;
    try {
      answer = toAwaitable(question());
    } catch (error) {
      return this.#failed(error, otherwise);
    }
    if (!(answer instanceof Promise)) return this.#answered(answer, read, otherwise);
    const promise: Promise<unknown> = answer;
    return new Promise<T>((resolve) => {
      const pending = this.#pending.add(() => resolve(otherwise()));
      promise.then(
        (value) => {
          if (this.#pending.remove(pending)) resolve(this.#answered(value, read, otherwise));
        },
        (error: unknown) => {
          if (this.#pending.remove(pending)) resolve(this.#failed(error, otherwise));
        },
      );
    });
  }

  /** Opens the circuit, and decides at once for all requests that wait. */
  fail(error: unknown): void {
    if (this.#cause === undefined && !this.#isStopped) {
      this.#cause = errorKind(error);
      this.#prober = setInterval(() => void this.#probe(), this.#settings.probeInterval).unref();
      this.#settings.onChange("degraded", this.#cause);
    }
    this.#pending.giveUpAll();
  }

  /** Ends the probes. No change is reported after it. */
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#prober);
  }

  #answered<T>(answer: unknown, read: (answer: unknown) => T | undefined, otherwise: () => T): T {
    let result: T | undefined;
    try {
      result = read(answer);
    } catch (error) {
      return this.#failed(error, otherwise); // a getter that throws
    }
    return result ?? this.#failed(invalidAnswer(), otherwise);
  }

  #failed<T>(error: unknown, otherwise: () => T): T {
    this.fail(error);
    return otherwise();
  }

  async #probe(): Promise<void> {
    if (this.#isProbing) return;
    this.#isProbing = true;
    const isRestored = await this.#isProbeAnswered();
    this.#isProbing = false;
    const cause = this.#cause;
    if (!isRestored || this.#isStopped || cause === undefined) return;
    clearInterval(this.#prober);
    this.#cause = undefined;
    this.#settings.onChange("restored", cause);
  }

  /** Whether the probe has a valid answer in time. Its timer keeps no process alive: no caller waits for it. */
  #isProbeAnswered(): Promise<boolean> {
    const { probe, isAnswer, timeout } = this.#settings;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeout, false).unref();
      const settle = (isAnswered: boolean) => {
        clearTimeout(timer);
        resolve(isAnswered);
      };
      (async () => isAnswer(await probe()))().then(settle, () => settle(false));
    });
  }
}

/** The errors have messages without foreign text, so events may carry them. */
export const lateAnswer = (timeout: number): NoResponseError =>
  new NoResponseError(`The store of counters did not answer within ${timeout} ms`);
export const invalidAnswer = (): NoResponseError =>
  new NoResponseError("The store of counters returned an invalid answer");
