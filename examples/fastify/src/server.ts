import { ConfigurationError } from "@product-auth/fastify";
import { createApp } from "./app.js";
import { readConfig } from "./config.js";
import { startLocalEntra } from "./local-entra.js";

const config = await orExit(readConfig);
const { help, ...entra } =
  config.entra === "local" ? await startLocalEntra() : { help: undefined, ...config.entra };
const { app, auth } = await orExit(() => createApp(entra, config.subscriptions));

await app
  .listen({ port: config.port, host: config.host })
  .catch((error: Error) => exit(listenProblem(error)));
const address = app.server.address();
const port = typeof address === "object" ? address?.port : config.port;
console.log(`Listening on http://${config.host}:${port}`);
if (help !== undefined) {
  console.log(`Tokens come from an issuer on this machine, for development only:
  ${help}`);
}

// The API starts without Entra: it answers 503 until the keys can be fetched.
auth.ready().catch((error: unknown) => {
  if (error instanceof ConfigurationError) exit(error.message);
  console.warn(error instanceof Error ? error.message : error);
});

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void app.close().finally(() => process.exit(0))); // closes `auth`, too

function listenProblem(error: Error & { code?: string }): string {
  if (error.code !== "EADDRINUSE") return `Cannot listen on ${config.host}:${config.port}: ${error.message}`;
  return `Port ${config.port} is taken. Stop the program that uses it, or choose another: PORT=3001 npm start`;
}

async function orExit<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    return exit(error instanceof Error ? error.message : String(error));
  }
}

function exit(message: string): never {
  console.error(message);
  process.exit(1);
}
