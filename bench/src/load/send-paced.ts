import type { Flow } from "../http/flows.js";
import { openCaller, type Caller } from "./caller.js";

/** What callers saw who came at a steady pace. */
export interface Paced {
  readonly requests: number;
  /** Milliseconds from the moment a request was due until its answer was there. */
  readonly latencies: readonly number[];
}

/**
 * Sends so many requests a second, whether answers come or not: who has to wait for a free connection has waited, too.
 */
export async function sendPaced(
  port: number,
  flow: Flow,
  { perSecond, connections, milliseconds }: { perSecond: number; connections: number; milliseconds: number },
): Promise<Paced> {
  const callers = await Promise.all(Array.from({ length: connections }, () => openCaller(port)));
  const free = [...callers];
  const due: number[] = [];
  const latencies: number[] = [];
  const gap = 1000 / perSecond;
  const from = performance.now();
  let planned = 0;
  let under = 0;

  const send = async (caller: Caller, at: number): Promise<void> => {
    under++;
    await caller.call(flow());
    latencies.push(performance.now() - at);
    under--;
    const next = due.shift();
    if (next === undefined) free.push(caller);
    else await send(caller, next);
  };
  const all = Math.floor(milliseconds / gap);
  while (planned < all || under > 0) {
    for (; planned < all && from + planned * gap <= performance.now(); planned++) {
      // The one that waited longest: a server closes a connection that is silent for some seconds.
      const caller = free.shift();
      const at = from + planned * gap;
      if (caller === undefined) due.push(at);
      else void send(caller, at);
    }
    await new Promise((soon) => setTimeout(soon, 1));
  }
  for (const caller of callers) caller.close();
  return { requests: latencies.length, latencies };
}
