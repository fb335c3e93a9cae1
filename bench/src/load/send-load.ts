import type { Flow } from "../http/flows.js";
import { openCaller, type Caller } from "./caller.js";

/** What came of a load. */
export interface Load {
  readonly requests: number;
  readonly seconds: number;
  readonly statuses: Readonly<Record<number, number>>;
}

/** Keeps connections busy for so long: each sends its next request when it has its answer. No pipelining. */
export async function sendLoad(
  port: number,
  flow: Flow,
  { connections, milliseconds }: { connections: number; milliseconds: number },
): Promise<Load> {
  const callers = await Promise.all(Array.from({ length: connections }, () => openCaller(port)));
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
  await Promise.all(callers.map(keepBusy));
  const seconds = (performance.now() - from) / 1000;
  for (const caller of callers) caller.close();
  return { requests, seconds, statuses };
}
