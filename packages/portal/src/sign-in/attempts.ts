import {
  GuardedCounters,
  type Counter,
  type CounterKind,
  type CounterStore,
} from "@product-auth/core/counters";

/** How often a visitor may try something. */
export interface AttemptLimit {
  /** Part of the counter's key, such as "sign-in". */
  readonly what: string;
  readonly most: number;
  /** Seconds. */
  readonly period: number;
}

/** Starts of sign-ins for each network of a visitor: each one writes a record. */
export const SIGN_IN_ATTEMPTS: AttemptLimit = { what: "sign-in", most: 100, period: 900 };

/** Most counters in memory; the least recently used ones are forgotten. */
const MOST_COUNTERS = 10_000;
/** Milliseconds for one answer of a shared store. */
const TIMEOUT = 500;

/** By preference: a store need not keep all kinds. */
const KINDS: readonly CounterKind[] = ["sliding-window", "token-bucket", "fixed-window"];

/** Counts attempts of visitors, in a shared store or in memory. While the store fails, this process counts by itself. */
export class Attempts {
  readonly #counters: GuardedCounters;
  readonly #clock: () => number;
  readonly #factor: number;

  /** `factor`: of all limits. */
  constructor(store: CounterStore | undefined, clock: () => number, factor: number) {
    this.#clock = clock;
    this.#factor = factor;
    this.#counters = new GuardedCounters({
      ...(store !== undefined && { store: withoutClose(store) }),
      max: MOST_COUNTERS,
      timeout: TIMEOUT,
      onStoreFailure: "local",
      onChange: () => undefined,
      clock,
    });
  }

  /** Counts one attempt. Returns 0, or the seconds to wait when there were too many. Visitors without an address share one counter. */
  async take({ what, most, period }: AttemptLimit, visitor: string | undefined): Promise<number> {
    const now = this.#clock();
    const kind = KINDS.find((candidate) => this.#counters.kinds.includes(candidate)) ?? "sliding-window";
    const counter: Counter = {
      key: `portal ${what} ${kind}${period} ${visitor ?? ""}`,
      kind,
      limit: Math.max(1, Math.floor(most * this.#factor)),
      amount: 1,
      period: period * 1000,
      anchor: 0,
      isMadeUp: true,
    };
    const taken = await this.#counters.take([counter], now);
    if (typeof taken === "string" || "used" in taken) return 0;
    return Math.max(1, Math.ceil((taken.waits[0] ?? 0) / 1000));
  }

  /** Ends the probes of a store that failed. The store belongs to the caller and stays open. */
  async close(): Promise<void> {
    await this.#counters.close();
  }
}

function withoutClose(store: CounterStore): CounterStore {
  return {
    take: (counters, now) => store.take(counters, now),
    add: (counters, now) => store.add(counters, now),
    read: (counters, now) => store.read(counters, now),
    reset: (keys) => store.reset(keys),
    ...(store.kinds !== undefined && { kinds: store.kinds }),
  };
}
