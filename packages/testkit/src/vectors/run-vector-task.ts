import type { Counter, CounterStore } from "@product-auth/core/counters";
import { GuardedInstance } from "../counters/guarded-instance.js";
import type { CounterTime } from "../counters/counter-store-harness.js";
import type { VectorResult, VectorSettings, VectorTask } from "./store-vector.js";

/** Milliseconds for one answer: so many that none is late on a busy machine, because a late one is decided without it. */
const TIMEOUT = 20_000;

/** The program of one instance: takes its task from the command line, calls, and writes what came of it. */
export async function runVectorTask(
  open: (place: Readonly<Record<string, string>>, time: CounterTime) => CounterStore | undefined,
): Promise<void> {
  const { place, settings, calls, atOnce, now, offset } = JSON.parse(process.argv[2] ?? "") as VectorTask;
  const store = open(place, now === undefined ? "store" : "caller");
  const instance = new GuardedInstance(store, { timeout: TIMEOUT, onStoreFailure: "local" });
  const clock = () => now ?? Date.now() + offset;
  const counters = countersOf(settings);
  const statuses: number[] = [];
  let left = calls;
  const caller = async () => {
    while (left-- > 0) statuses.push(await statusOf(instance, counters, clock()));
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  const quota = counters.find(({ kind }) => kind === "fixed-window");
  const [quotaUsed] = quota === undefined ? [] : await instance.counters.read([quota], clock());
  await instance.counters.close();
  const { states } = instance;
  const result: VectorResult = { statuses, states, ...(quotaUsed !== undefined && { quotaUsed }) };
  process.stdout.write(JSON.stringify(result));
}

/** The counters that a call of the one subscription uses. */
function countersOf({ rateLimit, quota }: VectorSettings): Counter[] {
  const shared = { amount: 1, anchor: 0, isMadeUp: false };
  const counters: Counter[] = [];
  if (rateLimit !== undefined) {
    const { calls: limit, renewalPeriod, algorithm: kind = "sliding-window" } = rateLimit;
    counters.push({ ...shared, key: "rate", kind, limit, period: renewalPeriod * 1_000 });
  }
  if (quota !== undefined) {
    const { calls: limit, renewalPeriod } = quota;
    counters.push({ ...shared, key: "quota", kind: "fixed-window", limit, period: renewalPeriod * 1_000 });
  }
  return counters;
}

async function statusOf(
  { counters }: GuardedInstance,
  asked: readonly Counter[],
  now: number,
): Promise<number> {
  const taken = await counters.take(asked, now);
  if (typeof taken === "string") return 503;
  if ("used" in taken) return 200;
  return asked.some(({ key }, i) => key === "rate" && taken.waits[i]! > 0) ? 429 : 403;
}
