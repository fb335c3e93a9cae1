import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * When a call is interrupted: before Graph has it, or before its answer reaches the command; neither is answered. "during":
 * before Graph has it, and it is answered.
 */
export type Phase = "before" | "after" | "during";

/** A server between the command and Graph. */
export interface GraphBetween {
  readonly url: string;
  /** Every call since the last `interruptAt`: "PATCH /applications/{id}". */
  readonly calls: readonly string[];
  /** Calls `act` at this call, counted from 1. */
  interruptAt(call: number, phase: Phase, act: () => void): void;
  /** Answers calls as Graph does, and counts from 1 again. */
  pass(): void;
  close(): Promise<void>;
}

/** Starts a server that passes calls to `graphUrl`. */
export async function startBetween(graphUrl: string): Promise<GraphBetween> {
  const target = new URL(graphUrl);
  let calls: string[] = [];
  let interruption: { readonly call: number; readonly phase: Phase; readonly act: () => void } | undefined;

  const server = createServer((incoming, outgoing) => {
    calls.push(`${incoming.method} ${incoming.url?.replace(/^\/v1\.0|\?.*$/g, "")}`);
    const now = interruption?.call === calls.length ? interruption : undefined;
    if (now?.phase === "before") return now.act();
    const on = () => pass(incoming, outgoing, now?.phase === "after" ? now.act : undefined);
    if (now?.phase !== "during") return on();
    now.act();
    // Of a signal and an answer that arrive together, Node handles the answer first.
    setTimeout(on, 250);
  });
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse, instead: (() => void) | undefined) => {
    const { host: _, ...headers } = incoming.headers;
    const forwarded = request(
      { host: target.hostname, port: target.port, path: incoming.url, method: incoming.method, headers },
      (answer) => {
        if (instead === undefined) {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        } else answer.resume().on("end", instead);
      },
    );
    incoming.pipe(forwarded);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    get calls() {
      return calls;
    },
    interruptAt(call, phase, act) {
      calls = [];
      interruption = { call, phase, act };
    },
    pass() {
      calls = [];
      interruption = undefined;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
