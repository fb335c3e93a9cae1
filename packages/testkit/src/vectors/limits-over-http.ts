import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { finished } from "node:stream/promises";
import type { AnyOptions, AnyRule } from "../adapter/adapter-harness.js";
import { CALL_FIELD, type StartInstance } from "./limit-vectors.js";
import { joined, pairsOf } from "./vector-requests.js";

/** An application of a framework: guarded as a whole, with one route for everything. It trusts the proxy on this machine. */
export type GuardedApplication = (
  options: AnyOptions,
  rule: AnyRule | undefined,
  /** Reads the request's body, then returns status and body of the response. */
  route: (message: IncomingMessage) => Promise<{ readonly status: number; readonly body: string }>,
) => Promise<BuiltGuarded> | BuiltGuarded;

interface BuiltGuarded {
  readonly listener: RequestListener;
  close(): Promise<unknown>;
}

/** Runs vectors over HTTP. */
export function limitsOverHttp(build: GuardedApplication): StartInstance {
  return async (options, rule, handle) => {
    const built = await build(options, rule, async (message) => {
      await finished(message.resume());
      const call = message.headers[CALL_FIELD];
      const { status, bytes } = await handle(typeof call === "string" ? call : undefined);
      return { status, body: "x".repeat(bytes) };
    });
    const server = createServer(built.listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      host: `127.0.0.1:${port}`,
      ask: ({ method, target, fields, body }) =>
        new Promise((resolve, reject) => {
          const sent = request(
            { port, host: "127.0.0.1", method, path: target, headers: [...fields], setHost: false },
            (res) => {
              let text = "";
              res.setEncoding("utf8").on("data", (part: string) => (text += part));
              res.on("end", () =>
                resolve({
                  status: res.statusCode ?? 0,
                  headers: joined(pairsOf(res.rawHeaders)),
                  body: text,
                }),
              );
            },
          );
          sent.on("error", reject).end(body);
        }),
      async close() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await built.close();
      },
    };
  };
}
