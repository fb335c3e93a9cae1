import type { Counter, CounterStore, Taken } from "@product-auth/core/counters";
import { ignoringErrors } from "@product-auth/core/subscriptions";
import { connectionFrom } from "./connection-from.js";
import { DEFAULT_PREFIX, keysUnder } from "./keys.js";
import { RedisCounterStore } from "./redis-counter-store.js";
import type { RedisCountersOptions } from "./redis-counters-options.js";

/** Counters of rate limits and quotas in Redis, shared by all instances. */
export interface RedisCounters extends CounterStore {
  take(counters: readonly Counter[], now: number): Promise<Taken>;
  add(counters: readonly Counter[], now: number): Promise<void>;
  read(counters: readonly Counter[], now: number): Promise<readonly number[]>;
  reset(keys: readonly string[]): Promise<void>;
  check(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Makes counters in Redis, which are exact over all instances. Connects with the first call. Throws `TypeError` unless
 * either `client`, or `url` and `connection`, are given, and for an invalid `time` or `timeout`.
 */
export function createRedisCounters(options: RedisCountersOptions): RedisCounters {
  const { prefix = DEFAULT_PREFIX, time = "store" } = options;
  if (time !== "store" && time !== "caller")
    throw new TypeError(`time is ${JSON.stringify(time)}; write "store" or "caller"`);
  const keys = keysUnder(prefix);
  const onProblem = ignoringErrors(options.onProblem);
  const connection = connectionFrom(options, onProblem);
  const onFinding =
    options.onProblem && ((finding: string) => onProblem(new Error(`Redis can lose counters: ${finding}`)));
  const store = new RedisCounterStore({ connection, keys, time, onFinding });
  let closing: Promise<void> | undefined;
  return {
    take: (counters, now) => store.take(counters, now),
    add: (counters, now) => store.add(counters, now),
    read: (counters, now) => store.read(counters, now),
    reset: (keys) => store.reset(keys),
    check: () => store.check(),
    close: () => (closing ??= connection.close()),
  };
}
