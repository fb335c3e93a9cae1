import type { Flow } from "../http/flows.js";
import { openCaller, type Caller } from "./caller.js";

/** What callers saw who came at a steady pace. */
export interface Paced {
  readonly requests: number;
  /** Milliseconds from the moment a request was due until its answer was there. */
  readonly latencies: readonly number[];
  readonly statuses: Readonly<Record<number, number>>;
}

/** A steady pace. */
export interface Pace {
  readonly perSecond: number;
  readonly connections: number;
  readonly milliseconds: number;
  /** Whether the process never sleeps, so that every request is sent when it is due and not up to a millisecond later. Default false. */
  readonly awake?: boolean;
}

/**
 * Sends so many requests a second, whether answers come or not: who has to wait for a free connection has waited, too.
 */
export async function sendPaced(
  port: number,
  flow: Flow,
  { perSecond, connections, milliseconds, awake = false }: Pace,
): Promise<Paced> {
  const callers = await Promise.all(Array.from({ length: connections }, () => openCaller(port)));
  const free = [...callers];
  const due: number[] = [];
  const latencies: number[] = [];
  const statuses: Record<number, number> = {};
  const gap = 1000 / perSecond;
  const from = performance.now();
  let planned = 0;
  let under = 0;

  const send = async (caller: Caller, at: number): Promise<void> => {
    under++;
    const status = await caller.call(flow());
    statuses[status] = (statuses[status] ?? 0) + 1;
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
    await new Promise<void>((soon) => void (awake ? setImmediate(soon) : setTimeout(soon, 1)));
  }
  for (const caller of callers) caller.close();
  return { requests: latencies.length, latencies, statuses };
}
