import { setTimeout as sleep } from "node:timers/promises";
import {
  GuardedCounters,
  type Counter,
  type CounterStore,
  type OnStoreFailure,
} from "@product-auth/core/counters";

/** How long the changes of a server may take to arrive, in milliseconds. */
const PATIENCE = 15_000;

/** The counters of one instance over a store, and what they report. */
export class GuardedInstance {
  readonly counters: GuardedCounters;
  readonly states: string[] = [];
  readonly causes: string[] = [];

  constructor(
    store: CounterStore | undefined,
    how: {
      readonly timeout: number;
      readonly onStoreFailure: OnStoreFailure;
      readonly probeInterval?: number;
    },
  ) {
    this.counters = new GuardedCounters({
      ...how,
      store,
      onChange: ({ state, cause }) => {
        this.states.push(state);
        this.causes.push(cause);
      },
      clock: () => Date.now(),
    });
  }
}

/** What came of many calls. */
export interface Called {
  readonly admitted: number;
  readonly outcomes: readonly ("admitted" | "refused" | "unavailable" | "uncounted")[];
  /** Milliseconds of each call. */
  readonly durations: readonly number[];
}

/** Makes calls that use one counter, so many at once. */
export async function callMany(
  { counters }: GuardedInstance,
  counter: Counter,
  calls: number,
  atOnce: number,
): Promise<Called> {
  const outcomes: Called["outcomes"][number][] = [];
  const durations: number[] = [];
  let left = calls;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left > 0) {
        left -= 1;
        const since = performance.now();
        const taken = await counters.take([counter], Date.now());
        durations.push(performance.now() - since);
        outcomes.push(typeof taken === "string" ? taken : "used" in taken ? "admitted" : "refused");
      }
    }),
  );
  return { admitted: outcomes.filter((one) => one === "admitted").length, outcomes, durations };
}

export const middle = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)]!;

/** Tries again while a server is coming back. */
export async function soon<T>(attempt: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}
