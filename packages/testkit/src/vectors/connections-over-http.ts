import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import type { StartConnections } from "./connection-vectors.js";
import type { GuardedApplication } from "./limits-over-http.js";
import { joined, pairsOf } from "./vector-requests.js";

/** Runs vectors over HTTP, each call on its own connection. */
export function connectionsOverHttp(build: GuardedApplication): StartConnections {
  return async (options) => {
    const built = await build(options, undefined, () => Promise.resolve({ status: 200, body: "ok" }));
    let presented: unknown;
    const server = createServer({ maxHeaderSize: 65_536 }, (req, res) => {
      Object.assign(req.socket, { getPeerX509Certificate: () => presented });
      built.listener(req, res);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return {
      host: `127.0.0.1:${port}`,
      ask: ({ method, target, fields, address, ...call }) =>
        new Promise((resolve, reject) => {
          presented = call.presented;
          const headers = address === undefined ? [...fields] : [...fields, "X-Forwarded-For", address];
          const options = {
            port,
            host: "127.0.0.1",
            method,
            path: target,
            headers,
            setHost: false,
            agent: false,
          };
          const sent = request(options, (res) => {
            let body = "";
            res.setEncoding("utf8").on("data", (part: string) => (body += part));
            res.on("end", () =>
              resolve({ status: res.statusCode ?? 0, headers: joined(pairsOf(res.rawHeaders)), body }),
            );
          });
          sent.on("error", reject).end();
        }),
      async close() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await built.close();
      },
    };
  };
}
