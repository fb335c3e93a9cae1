import assert from "node:assert/strict";
import type { CounterKind, CounterStore } from "@product-auth/core/counters";
import type { PausableService } from "../services/service.js";
import type { TestRunner } from "../test-runner.js";
import { soon } from "./guarded-instance.js";
import { sampleCounter } from "./sample-counter.js";

/** Counters whose server can be stopped. */
export interface CounterOutageHarness {
  readonly server: () => PausableService;
  /** Counters that judge by the time of the store, as new instances over data that all calls share. */
  open(): Promise<CounterStore>;
  /** Milliseconds after which an operation of these counters fails. */
  readonly timeout: number;
  /** A kind that the store can keep. */
  readonly kind: CounterKind;
}

/** Milliseconds by which a failure may be later than its timeout. */
const TOLERANCE = 50;

/** Declares the tests that a store for counters must pass while its server is down or silent, and after it is back. */
export function counterOutageContract(runner: TestRunner, name: string, harness: CounterOutageHarness): void {
  const { server, timeout, kind } = harness;
  const counter = sampleCounter(kind, { limit: 1_000, period: 3_600_000 });

  const it = (title: string, body: (store: CounterStore) => Promise<void>) =>
    runner.it(title, async () => {
      const store = await harness.open();
      try {
        await soon(async () => store.reset([counter.key]));
        await store.take([counter], 0);
        await body(store);
      } finally {
        await store.close?.();
      }
    });

  runner.describe(`${name}, when the server of its counters fails`, () => {
    it("killed: every operation fails in time; then it counts on from where it was", async (store) => {
      await server().stop();
      try {
        for (let i = 0; i < 3; i++) await failsInTime(store);
      } finally {
        await server().restart();
      }
      await soon(async () => store.read([counter], 0));
      assert.deepEqual(await store.take([counter], 0), { used: [2] });
    });

    it("silent: many operations at once fail in time; then it counts on", async (store) => {
      await soon(async () => store.read([counter], 0));
      server().pause();
      try {
        await Promise.all(Array.from({ length: 50 }, () => failsInTime(store)));
        await failsInTime(store);
      } finally {
        server().resume();
      }
      await soon(async () => store.read([counter], 0));
      // What was sent before the failure may still be counted, and never more than once.
      const taken = await store.take([counter], 0);
      assert.ok("used" in taken && taken.used[0]! >= 2 && taken.used[0]! <= 53, JSON.stringify(taken));
    });

    it("closed while silent: close() does not wait for it", async (store) => {
      server().pause();
      try {
        const late = failsInTime(store);
        const since = performance.now();
        await store.close?.();
        const took = performance.now() - since;
        assert.ok(took <= timeout + 500, `closed after ${Math.round(took)} ms`);
        await late;
      } finally {
        server().resume();
      }
    });
  });

  async function failsInTime(store: CounterStore): Promise<void> {
    const since = performance.now();
    await assert.rejects(async () => store.take([counter], 0), Error);
    const took = performance.now() - since;
    assert.ok(took <= timeout + TOLERANCE, `failed after ${Math.round(took)} of ${timeout} ms`);
  }
}
