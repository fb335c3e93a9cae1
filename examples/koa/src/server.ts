import { ConfigurationError } from "@product-auth/koa";
import { createApp } from "./app.js";
import { readConfig } from "./config.js";
import { startLocalEntra } from "./local-entra.js";

const config = orExit(readConfig);
const { help, ...entra } =
  config.entra === "local" ? await startLocalEntra() : { help: undefined, ...config.entra };
const { app, auth } = orExit(() => createApp(entra, config.subscriptions));

const server = app.listen(config.port, config.host, () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : config.port;
  console.log(`Listening on http://${config.host}:${port}`);
  if (help !== undefined) {
    console.log(`Tokens come from an issuer on this machine, for development only:
  ${help}`);
  }
});
server.once("error", (error) => exit(listenProblem(error)));

// The API starts without Entra: it answers 503 until the keys can be fetched.
auth.ready().catch((error: unknown) => {
  if (error instanceof ConfigurationError) exit(error.message);
  console.warn(error instanceof Error ? error.message : error);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close(() => void auth.close().finally(() => process.exit(0)));
    server.closeAllConnections();
  });
}

function listenProblem(error: Error & { code?: string }): string {
  if (error.code !== "EADDRINUSE") return `Cannot listen on ${config.host}:${config.port}: ${error.message}`;
  return `Port ${config.port} is taken. Stop the program that uses it, or choose another: PORT=3001 npm start`;
}

function orExit<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    return exit(error instanceof Error ? error.message : String(error));
  }
}

function exit(message: string): never {
  console.error(message);
  process.exit(1);
}
