import { deepEqual, equal, ok } from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { FullTestRunner } from "../test-runner.js";
import type { StoreVector, VectorResult, VectorTask } from "./store-vector.js";

/** A store, and the program that is one of its instances. */
export interface StoreVectorHarness {
  /** Its name in the vectors. */
  readonly store: "memory" | "redis" | "postgres";
  /** A program that calls `runVectorTask`. */
  readonly program: string;
  /** What the program needs to open the store, which is empty for each vector. */
  readonly place: (id: string) => Promise<Readonly<Record<string, string>>>;
}

const run = promisify(execFile);

/** When a vector begins. */
const EPOCH = Date.UTC(2026, 5, 1);

/**
 * Defines a suite over the vectors of stores: several processes, each an instance with the same settings, call at the same
 * time. Vectors of a store that fails are those of `guardedCountersContract`. Skipped where there is no folder of vectors.
 */
export function storeVectors(
  runner: FullTestRunner,
  { store, program, place }: StoreVectorHarness,
  folder: URL,
): void {
  const file = new URL("store.json", folder);
  runner.describe(`${store}: vectors of stores`, () => {
    if (!existsSync(file)) {
      runner.it("every vector", function skipped(this: { skip?: () => void }) {
        this.skip?.();
      });
      return;
    }
    const { vectors } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly vectors: readonly StoreVector[];
    };
    for (const vector of vectors.filter((one) => one.store.includes(store) && one.fault === undefined))
      runner.it(`${vector.id}: ${vector.name}`, () => runVector(vector), 60_000);
  });

  async function runVector(vector: StoreVector): Promise<void> {
    const {
      id,
      instances,
      settings,
      callsEach,
      concurrencyEach,
      clock,
      clockOffsetsMs = [],
      expect,
    } = vector;
    const shared = await place(id);
    const results = await Promise.all(
      Array.from({ length: instances }, async (_, i) => {
        const task: VectorTask = {
          place: shared,
          settings,
          calls: callsEach,
          atOnce: concurrencyEach,
          ...(clock === "still" && { now: EPOCH }),
          offset: clockOffsetsMs[i] ?? 0,
        };
        const { stdout } = await run(process.execPath, [program, JSON.stringify(task)]);
        return JSON.parse(stdout) as VectorResult;
      }),
    );
    const statuses = results.flatMap((one) => one.statuses);
    equal(statuses.length, instances * callsEach);
    const told = results.map((one) => one.statuses.filter((status) => status === 200).length).join(" + ");
    equal(statuses.filter((status) => status === 200).length, expect.admitted, told);
    for (const status of statuses) ok(expect.statuses.includes(status), `answered ${status}`);
    deepEqual(
      results.flatMap(({ states }) => states),
      [],
    );
    if (expect.quotaUsed !== undefined)
      equal(Math.max(...results.map(({ quotaUsed = 0 }) => quotaUsed)), expect.quotaUsed);
  }
}
