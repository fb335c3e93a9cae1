import assert from "node:assert/strict";
import type { Counter, CounterKind, CounterStore } from "@product-auth/core/counters";
import { chanceOf, type Chance } from "../adapter/paths/chance.js";
import type { CounterCase } from "./counter-room.js";
import { NaiveLog } from "./naive-log.js";
import { sampleCounter, START } from "./sample-counter.js";

/** Calls of one stream. Each stream has counters of its own numbers. */
const CALLS_OF_STREAM = 100;

/** Streams that are sent side by side: they have counters of their own, and a server answers them faster so. */
const AT_ONCE = 8;

/** One counter at a time: random amounts and pauses, a clock that goes back, limits that change. */
export function streams(it: CounterCase, kinds: readonly CounterKind[], calls: number): void {
  for (const kind of kinds)
    it(`${kind}: admits what has room, and refuses the rest with the exact wait`, async (open) =>
      runStreams(await open(), kind, { seed: 1, calls }));
}

/** Sends random calls in streams of a hundred, and compares each with a log of all calls. The next stream has the next seed. */
export async function runStreams(
  store: CounterStore,
  kind: CounterKind,
  { seed, calls }: { readonly seed: number; readonly calls: number },
): Promise<void> {
  const end = seed + Math.ceil(calls / CALLS_OF_STREAM);
  let next = seed;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < end) await runStream(store, kind, next++);
    }),
  );
}

async function runStream(store: CounterStore, kind: CounterKind, seed: number): Promise<void> {
  const chance = chanceOf(seed);
  const stream = streamOf(kind, chance, seed);
  const log = new NaiveLog();
  let now = START;
  for (let i = 0; i < CALLS_OF_STREAM; i++) {
    now += pause(chance, stream.period);
    const counter = { ...stream, amount: amountOf(chance), limit: limitOf(chance, stream.limit) };
    const where = `seed ${seed}, call ${i}, ${JSON.stringify(counter)} after ${now - START} ms`;
    if (chance.percent(10)) {
      await store.add([counter], now);
      log.add(counter, now);
    } else {
      const wait = log.wait(counter, now);
      const taken = await store.take([counter], now);
      if (wait === 0) log.add(counter, now);
      const expected = wait > 0 ? { waits: [wait] } : { used: [log.used(counter, now)] };
      assert.deepEqual(taken, expected, where);
    }
    if (chance.percent(25))
      assert.deepEqual(await store.read([counter], now), [log.used(counter, now)], where);
  }
}

/** A counter with random numbers; every fifth limit is above the exact ones of a sliding window. */
export function streamOf(kind: CounterKind, chance: Chance, seed: number): Counter {
  const period = chance.pick([1, 7, 250, 1_000, 1_500, 60_000]) + chance.number(3);
  return sampleCounter(kind, {
    key: `${kind} ${seed} ${chance.number(1e9)}`,
    limit: chance.percent(20) ? 1_001 + chance.number(3) : 1 + chance.number(8),
    period,
    anchor: kind === "fixed-window" ? chance.pick([0, START, START + 12_345, Date.UTC(-1, 0)]) : 0,
    isMadeUp: chance.percent(50),
  });
}

/** Milliseconds until the next call, at times below 0. */
export function pause(chance: Chance, period: number): number {
  if (chance.percent(10)) return -chance.number(2 * period);
  if (chance.percent(5)) return 2 * period + chance.number(5);
  return chance.number(Math.ceil(period / 3) + 1);
}

const amountOf = (chance: Chance) =>
  chance.percent(70) ? 1 : chance.percent(15) ? 200 + chance.number(900) : chance.number(6);

const limitOf = (chance: Chance, usual: number) =>
  chance.percent(90) ? usual : chance.pick([1, 3, 10, 999, 1_000, 1_001, 5_000]);
