import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { WebHandler } from "@product-auth/core/adapter";
import { listening, stopped } from "../adapter/served.js";
import type { PortalHarness, PortalMount } from "./portal-harness.js";

/** A request as it is put on the wire. */
export interface Sent {
  readonly method?: string;
  /** A list: one line for each value. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Sent in one piece with its length, or chunked without. */
  readonly body?: string | Buffer;
  readonly chunked?: boolean;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** An application with a portal, listening on a free port of this machine. */
export interface ServedPortal {
  readonly port: number;
  /** Sends a request for a target, which goes on the wire as it is. */
  readonly send: (target: string, sent?: Sent) => Promise<Answered>;
  readonly close: () => Promise<void>;
}

/** Lets the framework mount a portal, and serves it. */
export async function servePortal(
  harness: PortalHarness,
  portal: WebHandler,
  mount: Partial<PortalMount>,
): Promise<ServedPortal> {
  const onError = (error: unknown) => ({ status: 500, body: `host: ${(error as Error).message}` });
  const built = await harness.mountPortal(portal, { prefix: "/developer", before: [], onError, ...mount });
  const server = await listening(createServer(built.listener));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    send: (target, sent) => send(port, target, sent),
    close: async () => {
      await stopped(server);
      await built.close?.();
    },
  };
}

function send(port: number, target: string, { method = "GET", headers = {}, body, chunked }: Sent = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const length =
      body === undefined || chunked === true ? {} : { "content-length": Buffer.byteLength(body) };
    const options = { host: "127.0.0.1", port, agent: false, method, path: target };
    const sent = request({ ...options, headers: { ...length, ...headers } }, (response) => {
      buffer(response).then((bytes) => {
        const { statusCode: status = 0 } = response;
        resolve({ status, headers: response.headers, bytes, text: bytes.toString() });
      }, reject);
    });
    sent.on("error", reject);
    if (chunked === true) sent.setHeader("transfer-encoding", "chunked");
    sent.end(body);
  });
}
