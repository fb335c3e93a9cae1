import type { Flow } from "../http/flows.js";
import { openPacedCaller, type PacedCaller } from "./paced-caller.js";

/** What callers saw who came at a steady pace. */
export interface Paced {
  readonly requests: number;
  /** Milliseconds from the moment a request was due until its answer was there, in the order of the answers. */
  readonly latencies: Float64Array;
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
export async function sendPaced(port: number, flow: Flow, pace: Pace): Promise<Paced> {
  const { perSecond, connections, milliseconds, awake = false } = pace;
  let failure: Error | undefined;
  const fail = (error: Error) => void (failure ??= error);
  const callers = await Promise.all(Array.from({ length: connections }, () => openPacedCaller(port, fail)));
  // Each connection has been answered once: what a server does for a new one is not part of a steady pace.
  await Promise.all(callers.map((caller) => new Promise((done) => caller.send(flow(), done))));
  const gap = 1000 / perSecond;
  const all = Math.floor(milliseconds / gap);
  const latencies = new Float64Array(all);
  const statuses: Record<number, number> = {};
  // The one that waited longest comes first: a server closes a connection that is silent for some seconds.
  const free = [...callers];
  let sent = 0;
  let answered = 0;
  const from = performance.now();

  const send = (caller: PacedCaller, due: number): void => {
    sent++;
    caller.send(flow(), (status) => {
      const now = performance.now();
      latencies[answered++] = now - due;
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (isDue(now)) send(caller, dueAt());
      else free.push(caller);
    });
  };
  const dueAt = (): number => from + sent * gap;
  const isDue = (now: number): boolean => sent < all && dueAt() <= now;

  while (answered < all && failure === undefined) {
    while (free.length > 0 && isDue(performance.now())) send(free.shift()!, dueAt());
    await new Promise<void>((soon) => void (awake ? setImmediate(soon) : setTimeout(soon, 1)));
  }
  for (const caller of callers) caller.close();
  if (failure !== undefined) throw failure;
  return { requests: all, latencies, statuses };
}
