import { deepEqual, equal } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import type { FullTestRunner } from "../test-runner.js";
import { checkStoreVector } from "./check-store-vector.js";
import type { StoreVector } from "./store-vector.js";
import { VectorProcess } from "./vector-process.js";

/** A store, and the program that is one of its instances. */
export interface StoreVectorHarness {
  /** Its name in the vectors. */
  readonly store: "memory" | "redis" | "postgres";
  /** A program that calls `runVectorTask`. */
  readonly program: string;
  /** What the program needs to open the store, which is empty for each vector. */
  readonly place: (id: string) => Promise<Readonly<Record<string, string>>>;
}

/** Milliseconds for one answer of the store: a late answer is decided without the store. */
const TIMEOUT = 5_000;

/**
 * Defines a suite over the vectors of stores: several processes, each an instance with the same settings, call at the same
 * time. Vectors of a store that fails are those of `storeFaultVectors`. Skipped where there is no folder of vectors.
 */
export function storeVectors(
  runner: FullTestRunner,
  { store, program, place }: StoreVectorHarness,
  folder: URL,
): void {
  runner.describe(`${store}: vectors of stores`, () => {
    const vectors = readStoreVectors(folder);
    if (vectors === undefined) return skip(runner);
    for (const vector of vectors.filter((one) => one.store.includes(store) && one.fault === undefined))
      runner.it(`${vector.id}: ${vector.name}`, () => runVector(vector), 60_000);
  });

  async function runVector(vector: StoreVector): Promise<void> {
    const { id, callsEach, concurrencyEach, expect } = vector;
    const instances = VectorProcess.startAll(program, vector, await place(id), TIMEOUT);
    try {
      const reports = await Promise.all(
        instances.map((one) => one.tell({ kind: "call", calls: callsEach, atOnce: concurrencyEach })),
      );
      checkStoreVector(
        vector,
        reports.map(({ calls }) => calls),
      );
      for (const { states } of reports) deepEqual(states, []);
      if (expect.quotaUsed !== undefined)
        equal((await instances[0]!.tell({ kind: "used" })).quotaUsed, expect.quotaUsed);
      await Promise.all(instances.map((one) => one.close()));
    } finally {
      for (const one of instances) one.kill();
    }
  }
}

/** The vectors of stores; undefined where there is no folder of vectors. */
export function readStoreVectors(folder: URL): readonly StoreVector[] | undefined {
  const file = new URL("store.json", folder);
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly vectors: readonly StoreVector[] }).vectors;
}

/** Declares one skipped test instead of the vectors. */
export function skip(runner: FullTestRunner): void {
  runner.it("every vector", function skipped(this: { skip?: () => void }) {
    this.skip?.();
  });
}
