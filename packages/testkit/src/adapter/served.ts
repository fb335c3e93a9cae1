import { createServer, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import type { AdapterHarness, Reply } from "./adapter-harness.js";
import type { WrittenAuth } from "./written-auth.js";
import { WrittenRoutes } from "./written-routes.js";

/** An application of the framework under test, listening on a free port of this machine. */
export interface Served {
  readonly server: Server;
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Answers with the status that a framework gave its own error: a path that cannot be decoded is 400 everywhere. */
function unheard(error: unknown): Reply {
  const { status, statusCode = status ?? 500 } = (error ?? {}) as Partial<
    Record<"status" | "statusCode", number>
  >;
  return { status: statusCode, body: `unexpected: ${String(error)}` };
}

/** Lets the framework build what `write` writes down, and serves it. */
export async function serve(
  harness: AdapterHarness,
  auth: WrittenAuth,
  write: (app: WrittenRoutes, auth: WrittenAuth) => void,
  options: ServerOptions = {},
): Promise<Served> {
  const app = new WrittenRoutes();
  write(app, auth);
  const { declared, onError = unheard } = app;
  const built = await harness.build(auth.adapter, { declared, onError });
  const server = await listening(createServer(options, built.listener));
  return {
    server,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await stopped(server);
      await built.close?.();
    },
  };
}

/** Listens on a free port of this machine. */
export function listening(server: Server): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

/** Stops listening and cuts what is open. */
export function stopped(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
