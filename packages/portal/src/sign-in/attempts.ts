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
  /** Whether the option `attempts` multiplies it, and visitors can make up the keys. Default true. */
  readonly isPerAddress?: boolean;
}

/** An attempt. */
export interface Reserved {
  /** Seconds to wait, when there were too many: it is not counted. Otherwise 0. */
  readonly wait: number;
  /** Attempts of the period, this one included. */
  readonly used: number;
  /** Forgets all attempts of the key. */
  readonly forget: () => Promise<void>;
}

/** Sign-ins for each network of a visitor, those by way of an issuer and those with a password together. */
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

  /** `factor`: of the limits per address. */
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
  async take(limit: AttemptLimit, visitor: string | undefined): Promise<number> {
    return (await this.reserve(limit, visitor)).wait;
  }

  /** Counts one attempt before its work. `forget` of an attempt that succeeds leaves nothing counted. */
  async reserve(limit: AttemptLimit, key: string | undefined): Promise<Reserved> {
    const counter = this.#counterOf(limit, key);
    const taken = await this.#counters.take([counter], this.#clock());
    const isRefused = typeof taken !== "string" && "waits" in taken;
    return {
      wait: isRefused ? Math.max(1, Math.ceil((taken.waits[0] ?? 0) / 1000)) : 0,
      used: typeof taken !== "string" && "used" in taken ? (taken.used[0] ?? 1) : limit.most,
      forget: () => this.#forget(counter.key),
    };
  }

  async #forget(key: string): Promise<void> {
    try {
      await this.#counters.reset([key]);
    } catch {
      // The store of counters fails: the attempts stay counted until the period is over.
    }
  }

  #counterOf({ what, most, period, isPerAddress = true }: AttemptLimit, key: string | undefined): Counter {
    const kind = KINDS.find((candidate) => this.#counters.kinds.includes(candidate)) ?? "sliding-window";
    return {
      key: `portal ${what} ${kind}${period} ${key ?? ""}`,
      kind,
      limit: isPerAddress ? Math.max(1, Math.floor(most * this.#factor)) : most,
      amount: 1,
      period: period * 1000,
      anchor: 0,
      isMadeUp: isPerAddress,
    };
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
