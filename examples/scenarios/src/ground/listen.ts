import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Authority } from "./authority.js";
import type { Listener, ListenOptions } from "./scenario.js";

/** Opens a port of 127.0.0.1. Rejects when it is taken. */
export async function listen(
  { port = 0, https = false }: ListenOptions,
  { server: identity, ca }: Authority,
): Promise<Listener & { close(): Promise<void> }> {
  // #region certificates
  const asks = https === "client certificates" ? { ca, requestCert: true, rejectUnauthorized: false } : {};
  const server = https === false ? createHttpServer() : createHttpsServer({ ...identity, ...asks });
  // #endregion certificates
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    origin: `${https === false ? "http" : "https"}://127.0.0.1:${taken}`,
    port: taken,
    server,
    serve: (application) => void server.on("request", application),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
