// @if !fastify
import { once } from "node:events";
// @end
import { existsSync } from "node:fs";
// @if !fastify
import type { AddressInfo } from "node:net";
// @end
// @if tokens
import { ConfigurationError } from "@product-auth/{{framework}}";
// @end
import { createApp } from "./app.js";
import { readConfig } from "./config.js";
// @if local
import { startLocalEntra } from "./local-entra.js";
// @end
// @if stores
import { openStores } from "./stores.js";
// @end

/** Starts the API; ends it in order on SIGINT and SIGTERM. */
async function main(): Promise<void> {
  if (existsSync(".env")) process.loadEnvFile();
  const config = readConfig();
  // @if entra portal
  const { entra, publicUrl } = config;
  // @end
  // @if entra !portal
  const { entra } = config;
  // @end
  // @if local portal
  const { publicUrl } = config;
  const entra =
    config.entra === "local" ? await startLocalEntra(publicUrl) : config.entra;
  // @end
  // @if local !portal
  const entra =
    config.entra === "local" ? await startLocalEntra() : config.entra;
  // @end
  // @if redis !portal
  const stores = openStores(config);
  // @end
  // @if stores !lazy
  const stores = await openStores(config);
  // @end
  // @if fastify portal !tokens
  const { app, portal } = await createApp({ entra, stores, publicUrl });
  // @end
  // @if fastify portal tokens
  const { app, auth, portal } = await createApp({ entra, stores, publicUrl });
  // @end
  // @if fastify tokens keys !portal
  const { app, auth } = await createApp({ entra, stores });
  // @end
  // @if fastify tokens !keys !portal
  const { app, auth } = await createApp({ entra });
  // @end
  // @if fastify !tokens !portal
  const { app } = await createApp({ stores });
  // @end
  // @if !fastify portal
  const { app, auth, portal } = createApp({ entra, stores, publicUrl });
  // @end
  // @if !fastify tokens keys !portal
  const { app, auth } = createApp({ entra, stores });
  // @end
  // @if !fastify tokens !keys !portal
  const { app, auth } = createApp({ entra });
  // @end
  // @if !fastify !tokens !portal
  const { app, auth } = createApp({ stores });
  // @end

  // @if fastify
  const address = await app.listen({ port: config.port, host: config.host });
  console.log(`Listening on ${address}`);
  // @else
  const server = app.listen(config.port, config.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  console.log(`Listening on http://${config.host}:${port}`);
  // @end
  // @if portal
  console.log(`Developer portal: ${publicUrl}`);
  // @end

  // @if tokens
  // The API starts without Entra: it answers 503 until the keys can be fetched.
  auth.ready().catch((error: Error) => {
    if (error instanceof ConfigurationError) fail(error);
    else console.warn(error.message);
  });

  // @end
  async function close(): Promise<void> {
    // @if fastify
    await app.close();
    // @end
    // @if portal
    await portal.close();
    // @end
    // @if !fastify
    await auth.close();
    // @end
    // @if portal
    await stores.records.close?.();
    // @end
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      // @if fastify
      close().catch(fail);
      setTimeout(() => app.server.closeAllConnections(), PATIENCE);
      // @else
      server.close(() => void close().catch(fail));
      setTimeout(() => server.closeAllConnections(), PATIENCE);
      // @end
    });
}

/** Milliseconds that requests in flight have to end. */
const PATIENCE = 5000;

function fail(error: Error): never {
  console.error(error.message);
  process.exit(1);
}

main().catch(fail);
