import type { Awaitable } from "../../lib/awaitable.js";
import { errorKind, NoResponseError } from "../../lib/error-kind.js";
import { withTimeout } from "../../lib/with-timeout.js";
import { Circuit, invalidAnswer, lateAnswer } from "./circuit.js";
import type { Counter, CounterKind, CounterStore, Taken } from "./counter-store.js";
import type {
  CountersHealth,
  GuardedCountersSettings,
  GuardedTaken,
  OnStoreFailure,
} from "./guarded-counters-settings.js";
import { MemoryCounterStore } from "./memory-counter-store.js";
import { probeCounter } from "./probe-counter.js";
import { isUsed, readTaken } from "./read-taken.js";
import { timedQuestions } from "./timed-questions.js";

const KINDS: readonly CounterKind[] = Object.freeze(["sliding-window", "token-bucket", "fixed-window"]);

/** Milliseconds that an operator, or the start, waits for the store at least: a first connection takes longer. */
const PATIENCE = 2_000;

/**
 * The counters of one instance. A shared store decides while it answers in time; without one, or while it fails, this
 * process counts by itself, refuses, or admits without counting, as the settings demand.
 */
export class GuardedCounters {
  readonly #settings: GuardedCountersSettings;
  readonly #local: MemoryCounterStore;
  readonly #shared: CounterStore | undefined;
  readonly #circuit: Circuit;
  #warnings: readonly string[] = [];

  constructor(settings: GuardedCountersSettings) {
    const { store, max, timeout, onChange, clock, probeInterval = 1_000 } = settings;
    const isMemory = store instanceof MemoryCounterStore;
    this.#settings = settings;
    this.#local = isMemory ? store : new MemoryCounterStore(max);
    this.#shared = isMemory ? undefined : store;
    const probe = probeCounter(store?.kinds);
    this.#circuit = new Circuit({
      timeout,
      probeInterval,
      probe: () => store?.take([probe], clock()),
      isAnswer: (answer) => readTaken(answer, 1) !== undefined,
      onChange: (state, cause) => onChange(Object.freeze({ state, cause, at: clock() })),
    });
  }

  /** The kinds of counters that can be kept. */
  get kinds(): readonly CounterKind[] {
    return this.#shared?.kinds ?? KINDS;
  }

  get health(): CountersHealth {
    const { cause } = this.#circuit;
    return {
      state: cause === undefined ? "ok" : "degraded",
      store: this.#shared === undefined ? "memory" : "shared",
      size: this.#local.size,
      ...(cause !== undefined && { cause }),
      ...(this.#warnings.length > 0 && { warnings: this.#warnings }),
    };
  }

  /**
   * Raises all of these counters, or none when one has no room. Synchronous in memory. `onFailure`: what happens while the
   * store fails, where it is not what the settings demand.
   */
  take(
    counters: readonly Counter[],
    now: number,
    onFailure: OnStoreFailure = this.#settings.onStoreFailure,
  ): Awaitable<GuardedTaken> {
    const store = this.#shared;
    if (store === undefined) return this.#local.take(counters, now);
    const { onQuery } = this.#settings;
    const ask = onQuery === undefined ? this.#circuit : timedQuestions(this.#circuit, onQuery);
    return ask.ask<GuardedTaken>(
      () => store.take(counters, now),
      (answer) => this.#countHere(readTaken(answer, counters.length), counters, now, onFailure),
      () => this.#takeWithoutStore(counters, now, onFailure),
    );
  }

  /** Raises counters after a response. It never throws, and nothing waits for it. */
  add(counters: readonly Counter[], now: number): void {
    const store = this.#shared;
    if (store === undefined || this.#settings.onStoreFailure === "local") this.#local.add(counters, now);
    if (store === undefined) return;
    void this.#circuit.ask(
      () => store.add(counters, now),
      () => true,
      () => false,
    );
  }

  /** How much is used of each. Rejects with a `NoResponseError` when the store fails. */
  read(counters: readonly Counter[], now: number): Awaitable<readonly number[]> {
    const store = this.#shared;
    if (store === undefined) return this.#local.read(counters, now);
    return this.#asked(async () => store.read(counters, now)).then((used: unknown) => {
      if (!isUsed(used, counters.length)) throw invalidAnswer();
      return used;
    }, rejectReadably);
  }

  /** Forgets counters, in this process and in the store. Rejects with a `NoResponseError` when the store fails. */
  reset(keys: readonly string[]): Awaitable<void> {
    const store = this.#shared;
    this.#local.reset(keys);
    return store && this.#asked(async () => store.reset(keys)).catch(rejectReadably);
  }

  /**
   * Returns the settings with which the store can lose counters, which `health` lists after it. A store that does not
   * answer counts as failed, so that no request waits for it.
   */
  async check(): Promise<readonly string[]> {
    const store = this.#shared;
    if (store === undefined) return [];
    try {
      this.#warnings = await this.#asked(async () => {
        if (store.check !== undefined) return store.check();
        await store.read([probeCounter(store.kinds)], 0);
        return [];
      });
    } catch (error) {
      this.#circuit.fail(error);
    }
    return this.#warnings;
  }

  /** Ends the probes and closes the store. */
  close(): Awaitable<void> {
    this.#circuit.stop();
    return this.#shared?.close?.();
  }

  /** This process counts what the store admits, to take over when it fails. */
  #countHere(
    taken: Taken | undefined,
    counters: readonly Counter[],
    now: number,
    onFailure: OnStoreFailure,
  ): Taken | undefined {
    const isAdmitted = taken !== undefined && "used" in taken;
    if (isAdmitted && onFailure === "local") this.#local.add(counters, now);
    return taken;
  }

  #takeWithoutStore(counters: readonly Counter[], now: number, onFailure: OnStoreFailure): GuardedTaken {
    if (onFailure === "local") return this.#local.take(counters, now);
    return onFailure === "refuse" ? "unavailable" : "uncounted";
  }

  // Asks even while requests do not: operators and the start want to know.
  #asked<T>(question: () => Promise<T>): Promise<T> {
    const timeout = Math.max(PATIENCE, this.#settings.timeout);
    return withTimeout(question(), timeout, () => lateAnswer(timeout));
  }
}

/** A driver's message may hold a connection string. */
function rejectReadably(error: unknown): never {
  if (error instanceof NoResponseError) throw error;
  throw new NoResponseError(`The store of counters failed: ${errorKind(error)}`);
}
