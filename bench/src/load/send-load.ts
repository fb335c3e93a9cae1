import type { Flow } from "../http/flows.js";
import type { Caller } from "./caller.js";

/** What came of a load. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<number, number>>;
}

/** Keeps callers busy for so long: each sends its next request when it has its answer. No pipelining. */
export async function sendLoad(callers: readonly Caller[], flow: Flow, milliseconds: number): Promise<Load> {
  const statuses: Record<number, number> = {};
  let requests = 0;
  const from = performance.now();
  const end = from + milliseconds;
  const keepBusy = async (caller: Caller): Promise<void> => {
    while (performance.now() < end) {
      const status = await caller.call(flow());
      statuses[status] = (statuses[status] ?? 0) + 1;
      requests++;
    }
  };
  // Callers who slept would have to be woken, and the kernel lets the server pay for that: the faster one less often.
  let awake = true;
  const stayAwake = () => void (awake && setImmediate(stayAwake));
  stayAwake();
  await Promise.all(callers.map(keepBusy));
  awake = false;
  const seconds = (performance.now() - from) / 1000;
  return { requests, seconds, statuses };
}
