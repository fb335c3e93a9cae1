import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { startCpu } from "../measure/cpu.js";
import type { Flow } from "./flows.js";
import { Wire } from "./wire.js";

/** What came of a drive. */
export interface Driven {
  readonly requests: number;
  /** CPU of this process per request, in microseconds. */
  readonly cpu: number;
  readonly milliseconds: number;
  /** Number of responses by status; 0 counts requests without a response. */
  readonly statuses: Readonly<Record<number, number>>;
}

/** Milliseconds without any answer after which the rest is given up. */
export const PATIENCE = 8_000;

/**
 * The last request of each server with its response. A server at work always has one; without any, V8 forgets at the
 * next garbage collection what Express's objects look like, and Express starts as if it had just been loaded.
 */
const held = new WeakMap<Server, readonly object[]>();

/**
 * Sends so many requests to a server that listens nowhere, over connections inside the process, each waiting for its
 * answer before it sends the next.
 */
export function drive(server: Server, flow: Flow, requests: number, connections: number): Promise<Driven> {
  return new Promise((resolve) => {
    const statuses: Record<number, number> = {};
    const wires = Array.from({ length: Math.min(connections, requests) }, () => connect(server));
    const free: Wire[] = [...wires];
    const wireOf = new Map(wires.map((wire) => [wire as unknown, wire]));
    let sent = 0;
    let answered = 0;

    let last: readonly object[] = [];

    const onRequest = (req: IncomingMessage, res: ServerResponse) => {
      last = [req, res];
      const wire = wireOf.get(req.socket)!;
      res.once("finish", () => {
        statuses[res.statusCode] = (statuses[res.statusCode] ?? 0) + 1;
        answered++;
        if (answered === requests) return finish();
        if (free.push(wire) === 1) setImmediate(sendAll);
      });
    };
    // A turn of the event loop between answer and request, as between two readings of a socket.
    const sendAll = () => {
      for (const wire of free.splice(0)) {
        if (sent === requests) return;
        sent++;
        wire.send(flow());
      }
    };
    const finish = () => {
      clearInterval(watch);
      if (answered < requests) statuses[0] = requests - answered;
      const cpu = stop() / requests;
      const milliseconds = performance.now() - from;
      held.set(server, last);
      server.removeListener("request", onRequest);
      for (const wire of wires) wire.destroy();
      resolve({ requests, cpu, milliseconds, statuses });
    };

    let seen = 0;
    let since = performance.now();
    const watch = setInterval(() => {
      if (answered === seen && performance.now() - since > PATIENCE) return finish();
      if (answered !== seen) since = performance.now();
      seen = answered;
    }, 1_000);
    server.prependListener("request", onRequest);
    const from = performance.now();
    const stop = startCpu();
    sendAll();
  });
}

function connect(server: Server): Wire {
  const wire = new Wire();
  wire.on("error", () => undefined);
  server.emit("connection", wire);
  return wire;
}
