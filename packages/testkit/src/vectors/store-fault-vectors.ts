import { deepEqual, equal, ok } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { soon } from "../counters/guarded-instance.js";
import type { PausableService } from "../services/service.js";
import type { FullTestRunner } from "../test-runner.js";
import { admittedOf, checkStoreVector } from "./check-store-vector.js";
import type { StoreVector } from "./store-vector.js";
import { readStoreVectors, skip, type StoreVectorHarness } from "./store-vectors.js";
import { VectorProcess } from "./vector-process.js";
import type { VectorCall } from "./vector-task.js";

/** A store whose server the vectors stop. */
export interface StoreFaultHarness extends StoreVectorHarness {
  /** A server that nothing else uses. */
  readonly server: () => PausableService;
}

/** What a fault did to the instances. */
interface Outcome {
  /** Of each instance. */
  readonly calls: readonly (readonly VectorCall[])[];
  readonly states: readonly (readonly string[])[];
}

/** How long the server is down when a vector starts it again, in milliseconds. */
const DOWN = 5_000;
/** Milliseconds for one answer after that: a server that has just started on a busy machine is slow. */
const PATIENT = 5_000;
/** Calls of each instance before and during that outage; the others follow it. */
const CALLS_BEFORE = 5;
const CALLS_DURING = 20;

/**
 * Defines a suite over the vectors of a store that is stopped, silent, or started again. Each instance is a process with an
 * API, which is called over HTTP. Skipped where there is no folder of vectors.
 */
export function storeFaultVectors(
  runner: FullTestRunner,
  { store, program, place, server }: StoreFaultHarness,
  folder: URL,
): void {
  const FAULTS: Readonly<Record<string, (vector: StoreVector) => Promise<Outcome>>> = {
    "stopped before the first call": stopped,
    "stopped with SIGSTOP after the first call": silent,
    "stopped for 5 s, then started": startedAgain,
  };

  runner.describe(`${store}: vectors of a store that fails`, () => {
    const vectors = readStoreVectors(folder);
    if (vectors === undefined) return skip(runner);
    for (const vector of vectors.filter((one) => one.store.includes(store) && one.fault !== undefined))
      runner.it(`${vector.id}: ${vector.name}`, () => runVector(vector), 60_000);
  });

  async function runVector(vector: StoreVector): Promise<void> {
    const run = FAULTS[vector.fault ?? ""];
    ok(run !== undefined, `${vector.id} has an unknown fault: ${vector.fault}`);
    const { calls, states } = await run(vector);
    checkStoreVector(vector, calls);
    const { events } = vector.expect;
    if (events !== undefined) for (const one of states) deepEqual(one, events);
  }

  /** The server has never answered: instances start and are called without it. */
  async function stopped(vector: StoreVector): Promise<Outcome> {
    const at = await place(vector.id);
    await server().stop();
    try {
      return await withInstances(vector, at, undefined, async (instances) => {
        const calls = await callEach(instances, vector.callsEach, vector.concurrencyEach);
        const states = await statesOf(instances);
        for (const one of states) deepEqual(one, ["degraded"]);
        return { calls, states };
      });
    } finally {
      await server().restart();
    }
  }

  /** Connections stay open, and no answer comes. */
  async function silent(vector: StoreVector): Promise<Outcome> {
    const { callsEach, concurrencyEach } = vector;
    return withInstances(vector, await place(vector.id), undefined, async (instances) => {
      for (const one of instances) await one.tell({ kind: "ready" });
      const first = await callEach(instances, 1, 1);
      for (const one of await statesOf(instances)) deepEqual(one, []);
      server().pause();
      try {
        const others = await callEach(instances, callsEach - 1, concurrencyEach);
        const states = await statesOf(instances);
        for (const one of states) deepEqual(one, ["degraded"]);
        return { calls: joined(first, others), states };
      } finally {
        server().resume();
      }
    });
  }

  /** Instances count together, then each by itself, then together again from where the store was. */
  async function startedAgain(vector: StoreVector): Promise<Outcome> {
    const { callsEach, concurrencyEach } = vector;
    return withInstances(vector, await place(vector.id), PATIENT, async (instances) => {
      for (const one of instances) await one.tell({ kind: "ready" });
      const before = await callEach(instances, CALLS_BEFORE, concurrencyEach);
      const during = await whileStopped(() => callEach(instances, CALLS_DURING, concurrencyEach));
      await soon(async () => {
        for (const one of await statesOf(instances)) deepEqual(one, ["degraded", "restored"]);
      });
      const left = callsEach - CALLS_BEFORE - CALLS_DURING;
      const after = await callEach(instances, left, concurrencyEach);
      const states = await statesOf(instances);
      for (const one of states) deepEqual(one, ["degraded", "restored"]);

      const limit = vector.settings.quota?.calls ?? 0;
      const room = limit - instances.length * CALLS_BEFORE;
      const admitted = after.reduce((sum, one) => sum + admittedOf(one), 0);
      // Calls that waited at the failure may have reached the server after it was back.
      const late = instances.length * concurrencyEach;
      ok(
        admitted <= room && admitted >= room - late,
        `${admitted} admitted after the outage, room for ${room}`,
      );
      for (const one of instances) equal((await one.tell({ kind: "used" })).quotaUsed, limit);
      return { calls: joined(before, during, after), states };
    });
  }

  async function whileStopped<T>(work: () => Promise<T>): Promise<T> {
    const end = sleep(DOWN);
    await server().stop();
    try {
      return await work();
    } finally {
      await end;
      await server().restart();
    }
  }

  async function withInstances<T>(
    vector: StoreVector,
    at: Readonly<Record<string, string>>,
    timeout: number | undefined,
    work: (instances: readonly VectorProcess[]) => Promise<T>,
  ): Promise<T> {
    const instances = VectorProcess.startAll(program, vector, at, timeout);
    try {
      const done = await work(instances);
      await Promise.all(instances.map((one) => one.close()));
      return done;
    } finally {
      for (const one of instances) one.kill();
    }
  }
}

const callEach = (instances: readonly VectorProcess[], calls: number, atOnce: number) =>
  Promise.all(instances.map(async (one) => (await one.tell({ kind: "call", calls, atOnce })).calls));

const statesOf = (instances: readonly VectorProcess[]) =>
  Promise.all(instances.map(async (one) => (await one.tell({ kind: "states" })).states));

/** The calls of each instance, phase after phase. */
function joined(...phases: readonly (readonly (readonly VectorCall[])[])[]): VectorCall[][] {
  return (phases[0] ?? []).map((_, i) => phases.flatMap((phase) => phase[i] ?? []));
}
