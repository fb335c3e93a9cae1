import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Authority } from "./authority.js";
import type { Listener, ListenOptions } from "./scenario.js";

/** A port that cannot be opened; the message says what to do. */
export class PortError extends Error {
  override readonly name = "PortError";
}

/** What `open` gives; when the port is the reason of its failure, a sentence with the option that chooses another. */
export async function onPort<T>(port: number, option: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    const reason = REASONS[code ?? ""];
    if (reason === undefined) throw error;
    throw new PortError(`Port ${port} ${reason}: choose another with ${option} (0 takes a free one).`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken",
  EACCES: "is not open to this user",
};

/** Opens a port of 127.0.0.1. */
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
