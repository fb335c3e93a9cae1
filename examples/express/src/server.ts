import { once } from "node:events";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "@product-auth/express";
import { createApp } from "./app.js";
import { readConfig } from "./config.js";
import { serverOf } from "./http-server.js";
import { startLocalEntra } from "./local-entra.js";
import { createLog } from "./log.js";
import { startMetrics } from "./metrics.js";
import { Shutdown } from "./shutdown.js";
import { openStores } from "./stores.js";

/** Starts the API; ends it in order on SIGINT and SIGTERM. */
async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile();
  const config = readConfig();
  const { host, port, metricsPort } = config;
  const log = createLog(config.logLevel);
  const shutdown = new Shutdown(config.shutdown);
  const entra = config.entra === "local" ? await startLocalEntra() : config.entra;
  const stores = await openStores(config, log);
  const telemetry = metricsPort === undefined ? undefined : await startMetrics(host, metricsPort);
  const { app, auth } = createApp({
    entra,
    stores,
    log,
    telemetry,
    isStopping: () => shutdown.hasBegun,
  });

  const server = serverOf(app).listen(port, host);
  await once(server, "listening").catch((error: Error) => fail(listenProblem(error, host, port)));
  const { catalogVersion } = auth;
  log.info({ catalogVersion }, `Listening on http://${host}:${(server.address() as AddressInfo).port}`);

  // The API starts without Entra: it answers 503 until the keys can be fetched.
  auth.ready().catch((error: Error) => {
    if (error instanceof ConfigurationError) fail(error);
    log.warn(error.message);
  });

  // A second signal ends the process at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      log.info(`${signal}: stopping`);
      shutdown.begin(server, () => auth.close()).then(() => process.exit(0), fail);
    });
}

function listenProblem(error: Error & { code?: string }, host: string, port: number): Error {
  if (error.code !== "EADDRINUSE")
    return new Error(`The API cannot listen with HOST=${host} and PORT=${port}: ${error.message}`);
  return new Error(
    `Port ${port} is taken. Stop the program that uses it, or choose another: PORT=3001 npm start`,
  );
}

function fail(error: Error): never {
  console.error(error.message);
  process.exit(1);
}

main().catch(fail);
