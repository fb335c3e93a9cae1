import { createServer, type Server } from "node:http";
import {
  ConfigurationError,
  productAuth,
  type ExpressProductAuth,
  type ProductAuthOptions,
} from "@product-auth/express";
import express from "express";

export interface Api {
  readonly auth: ExpressProductAuth<"starter">;
  readonly server: Server;
}

export function createApi(options: ProductAuthOptions<"starter">): Api {
  const auth = productAuth(options);
  const app = express();
  // #region health
  app.get("/health/live", (_req, res) => void res.send("ok")); // the process answers
  app.get("/health/ready", (_req, res) => {
    const { status } = auth.health(); // the details list trusted issuers and their outages: not public
    res.status(status === "unavailable" ? 503 : 200).json({ status });
  });
  app.get("/health/details", auth.requireRole("Operator"), (_req, res) => void res.json(auth.health()));
  // #endregion health
  app.get("/orders", auth.requireProduct("starter"), (_req, res) => void res.send("orders"));
  return { auth, server: createServer(app) };
}

// #region bad-credentials
export const throttled = (options: ProductAuthOptions<"starter">): ProductAuthOptions<"starter"> => ({
  ...options,
  badCredentials: { calls: 30, renewalPeriod: 60 },
});
// #endregion bad-credentials

// #region start
export async function start(
  { auth, server }: Api,
  port: number,
  warn: (error: unknown) => void,
): Promise<void> {
  await auth.ready().catch((error: unknown) => {
    if (error instanceof ConfigurationError) throw error; // the tenant is unknown: do not start
    warn(error); // the issuer is down: start, and answer 503 until it is back
  });
  await new Promise<void>((listening) => server.listen(port, listening));
}
// #endregion start

// #region stop
export async function stop({ auth, server }: Api): Promise<void> {
  const closed = new Promise((done) => server.close(done)); // waits for pending requests
  server.closeIdleConnections();
  await closed;
  await auth.close(); // after the last request: aborts fetches, closes the store
}
// #endregion stop
