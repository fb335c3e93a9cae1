import { createProductAuth } from "@product-auth/core";
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { createPortal, entraId } from "@product-auth/portal";
import { catalog } from "./catalog.js";
import { MOUNT, type ApiParts, type ApiServer } from "./frameworks/api-server.js";
import { startIssuer } from "./issuer.js";
import { readOptions, type Options } from "./options.js";
import { openStores } from "./stores.js";

const options = readOptions(process.argv.slice(2));
const origin = `http://127.0.0.1:${options.port}`;
const publicUrl = origin + MOUNT;

const entra = await orExit("The issuer", startIssuer(options, publicUrl));
const { records, subscriptions } = await orExit(
  `The store ${withoutPassword(options.store)}`,
  openStores(options.store),
);
const auth = createProductAuth({
  tenantId: entra.tenantId,
  authorityHost: entra.origin,
  ...catalog((product) => entra.products[product]!.audience),
  subscriptions,
});
const { appId: clientId, secret: clientSecret } = entra.clients["portal"]!;
const portal = createPortal({
  auth,
  records,
  subscriptions: administerSubscriptions({ repository: subscriptions }),
  publicUrl,
  title: "Contoso APIs",
  signIn: [entraId({ tenantId: entra.tenantId, clientId, clientSecret, authorityHost: entra.origin })],
  administrators: { roles: ["Portal.Admin"] },
  groups: { partners: { displayName: "Partners", role: "Partner" } },
  attempts: 50,
  development: process.env["NODE_ENV"] !== "production",
});
const server = await serverIn(options.framework, { auth, portal });
await orExit("The API", server.listen(options.port));

console.log(`Developer portal  ${publicUrl}
API               ${origin}/orders
Issuer            ${entra.origin} (Entra-compatible, for development only)

Sign in as one of these accounts; there are no passwords:
${Object.values(entra.users)
  .map(({ userPrincipalName, displayName }) => `  ${userPrincipalName.padEnd(40)}${displayName}`)
  .join("\n")}

portal.admin administers the portal. Everything stays up until you press Ctrl+C.`);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stop().then(() => process.exit(0)));

async function stop(): Promise<void> {
  await server.close();
  await portal.close();
  await auth.close();
  await records.close?.();
  await entra.close();
}

async function serverIn(framework: Options["framework"], parts: ApiParts): Promise<ApiServer> {
  switch (framework) {
    case "express":
      return (await import("./frameworks/express.js")).expressServer(parts);
    case "koa":
      return (await import("./frameworks/koa.js")).koaServer(parts);
    case "fastify":
      return (await import("./frameworks/fastify.js")).fastifyServer(parts);
  }
}

/** Ends the process with one sentence when something cannot start. */
async function orExit<T>(what: string, starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
    const why = code === "EADDRINUSE" ? `port ${port} is taken` : (message || String(code)).split("\n")[0];
    console.error(`${what} could not start: ${why?.replace(/\.$/, "")}.`);
    process.exit(1);
  }
}

function withoutPassword(store: string): string {
  return store.replace(/\/\/[^@/]*@/, "//");
}
