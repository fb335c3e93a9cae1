import assert from "node:assert/strict";
import type { TestRunner } from "../test-runner.js";
import type { CounterOutageHarness } from "./counter-outage-contract.js";
import { callMany, GuardedInstance, middle, soon } from "./guarded-instance.js";
import { sampleCounter } from "./sample-counter.js";

/** Milliseconds for one answer of the store, and what a busy machine may add to it. */
const TIMEOUT = 250;
const SLOWEST = 600;
/** Milliseconds for a call after the first failure: half of the calls, and any of them on a busy machine. */
const USUALLY = 10;
const AFTER_FAILURE = 200;

/** Declares what happens to calls while the server of a store is stopped, silent, unreachable or back again. */
export function guardedCountersContract(
  runner: TestRunner,
  name: string,
  { server, open, kind }: Omit<CounterOutageHarness, "timeout">,
): void {
  let names = 0;

  /** A case with a counter that no other case uses, and instances that are closed after it. */
  const it = (title: string, body: (room: Room) => Promise<void>) =>
    runner.it(title, async () => {
      const instances: GuardedInstance[] = [];
      const key = `guarded ${++names}`;
      const room: Room = {
        counterOf: (limit) => sampleCounter(kind, { key, limit, period: 3_600_000 }),
        async instance(onStoreFailure = "local", timeout = TIMEOUT) {
          const one = new GuardedInstance(await open(), { timeout, onStoreFailure });
          instances.push(one);
          return one;
        },
      };
      try {
        await body(room);
      } finally {
        for (const one of instances) await one.counters.close();
      }
    });

  runner.describe(`${name}: calls while the server of the counters fails`, () => {
    it("stopped before the first call: each instance admits its limit, and no call is slow", async (room) => {
      await stopped(async () => {
        const instances = [await room.instance(), await room.instance()];
        for (const instance of instances) {
          const { admitted, durations } = await callMany(instance, room.counterOf(10), 30, 5);
          assert.equal(admitted, 10);
          isInTime(durations);
          assert.deepEqual(instance.states, ["degraded"]);
        }
      });
    });

    it("stopped, and calls are refused meanwhile: unavailable, at once after the first", async (room) => {
      await stopped(async () => {
        const instance = await room.instance("refuse");
        const { outcomes, durations } = await callMany(instance, room.counterOf(10), 20, 1);
        assert.deepEqual(new Set(outcomes), new Set(["unavailable"]));
        isInTime(durations);
        isAtOnce(durations.slice(1));
      });
    });

    it("unreachable at the start: check() reports it, and the first call does not wait", async (room) => {
      await stopped(async () => {
        const instance = await room.instance();
        assert.deepEqual(await instance.counters.check(), []);
        assert.deepEqual(instance.states, ["degraded"]);
        const { admitted, durations } = await callMany(instance, room.counterOf(3), 10, 1);
        assert.equal(admitted, 3);
        isAtOnce(durations);
      });
    });

    it("silent after the first call: one timeout for all that wait, none after it, and the share goes on", async (room) => {
      const instance = await room.instance();
      await soon(async () => instance.counters.read([room.counterOf(100)], 0));
      assert.equal((await callMany(instance, room.counterOf(100), 1, 1)).admitted, 1);
      server().pause();
      try {
        const first = await callMany(instance, room.counterOf(100), 20, 20);
        assert.equal(first.admitted, 20);
        isInTime(first.durations);
        const { admitted, durations } = await callMany(instance, room.counterOf(100), 100, 20);
        assert.equal(admitted, 79); // 21 before
        isAtOnce(durations);
        assert.deepEqual(instance.states, ["degraded"]);
      } finally {
        server().resume();
      }
      await soon(() => assert.deepEqual(instance.states, ["degraded", "restored"]));
    });

    it("stopped and started: all instances count together again, from what the store knows", async (room) => {
      // A database that starts on a busy machine is slow, and so are many calls that write one row.
      const [one, other] = [await room.instance("local", 5_000), await room.instance("local", 5_000)];
      const counter = room.counterOf(40);
      await soon(async () => one.counters.read([counter], 0));
      assert.equal((await callMany(one, counter, 5, 5)).admitted, 5);
      await stopped(async () => {
        for (const instance of [one, other]) {
          const { admitted } = await callMany(instance, counter, 10, 5);
          assert.equal(admitted, 10);
        }
      });
      for (const instance of [one, other])
        await soon(() => assert.deepEqual(instance.states, ["degraded", "restored"]));
      const both = await Promise.all([callMany(one, counter, 60, 5), callMany(other, counter, 60, 5)]);
      for (const instance of [one, other])
        assert.deepEqual(instance.states, ["degraded", "restored"], instance.causes.join());
      // What was counted meanwhile is not added. Calls that waited at the failure may reach the server after it is back.
      const admitted = both[0].admitted + both[1].admitted;
      assert.ok(admitted <= 35 && admitted >= 25, `${admitted} admitted`);
      assert.deepEqual(await one.counters.read([counter], 0), [40]);
    });
  });

  async function stopped(body: () => Promise<void>): Promise<void> {
    await server().stop();
    try {
      await body();
    } finally {
      await server().restart();
    }
  }
}

interface Room {
  counterOf(limit: number): ReturnType<typeof sampleCounter>;
  instance(onStoreFailure?: "local" | "refuse", timeout?: number): Promise<GuardedInstance>;
}

function isInTime(durations: readonly number[]): void {
  const slowest = Math.max(...durations);
  assert.ok(slowest <= SLOWEST, `a call took ${Math.round(slowest)} ms`);
}

function isAtOnce(durations: readonly number[]): void {
  const [slowest, usual] = [Math.max(...durations), middle(durations)];
  assert.ok(usual <= USUALLY, `half of the calls took ${Math.round(usual)} ms or more`);
  assert.ok(slowest <= AFTER_FAILURE, `a call after the failure took ${Math.round(slowest)} ms`);
}
