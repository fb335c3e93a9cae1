import { createProductAuth, type ClientApplication } from "@product-auth/core";
import { administerClients, clientRegistryOver } from "@product-auth/core/clients";
import type { RecordRepository } from "@product-auth/core/records";
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import type { Entra } from "@product-auth/emulator";
import { environmentCredential, graphProvisioning, reconcileApplications } from "@product-auth/graph";
import { basic, createPortal, entraId, outboxMail, type ApplicationOptions } from "@product-auth/portal";
import { makeAdministrator, type Administrator } from "./administrator.js";
import { catalog } from "./catalog.js";
import { MOUNT, type ApiParts, type ApiServer } from "./frameworks/api-server.js";
import { startIssuer } from "./issuer.js";
import type { Options } from "./options.js";
import { openStores } from "./stores.js";

/** A running API with its portal, and the issuer that people sign in at. */
export interface World {
  readonly origin: string;
  /** Address of the portal. */
  readonly publicUrl: string;
  readonly entra: Entra;
  readonly administrator: Administrator;
  stop(): Promise<void>;
}

/** Rejected with by `startWorld`: one sentence about what could not start. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** Starts everything. Rejects with `StartError`. */
export async function startWorld(options: Options): Promise<World> {
  if (process.env["NODE_ENV"] === "production")
    throw new StartError(
      "The demonstration keeps mails in memory, so it does not start with NODE_ENV=production.",
    );
  const origin = `http://127.0.0.1:${options.port}`;
  const publicUrl = origin + MOUNT;
  // The issuer keeps the true time: tokens that it issued in another year would be refused.
  const { at } = options;
  const clock = at === undefined ? undefined : () => at;
  const timed = clock === undefined ? {} : { clock };
  const entra = await started("The issuer", startIssuer(options, publicUrl));
  const { records, subscriptions } = await started(
    `The store ${withoutPassword(options.store)}`,
    openStores(options.store, clock),
  );
  const applications = registrations(entra, records, timed);
  const auth = createProductAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    ...catalog((product) => entra.products[product]!.audience),
    subscriptions,
    clientApplications: clientRegistryOver(records, { also: firstParty(entra) }),
    ...timed,
  });
  const { appId: clientId, secret: clientSecret } = entra.clients["portal"]!;
  const portal = createPortal({
    auth,
    records,
    subscriptions: administerSubscriptions({ repository: subscriptions, ...timed }),
    applications,
    publicUrl,
    title: "Contoso APIs",
    signIn: [
      entraId({ tenantId: entra.tenantId, clientId, clientSecret, authorityHost: entra.origin }),
      basic(),
    ],
    signUp: "open",
    terms: "Use the APIs of Contoso for tests only. **Orders are not delivered.**",
    mail: outboxMail(timed),
    console: { signIn: consoleClient(entra) },
    administrators: { roles: ["Portal.Admin"] },
    groups: { partners: { displayName: "Partners", role: "Partner" } },
    attempts: 50,
    development: true,
    ...timed,
  });
  const server = await serverIn(options.framework, { auth, portal });
  await started("The API", server.listen(options.port));
  const administrator = await started(
    "The portal",
    makeAdministrator({ records, publicUrl, password: options.adminPassword, ...timed }),
  );
  return {
    origin,
    publicUrl,
    entra,
    administrator,
    async stop() {
      await server.close();
      await portal.close();
      await applications.administration.close();
      await auth.close();
      await records.close?.();
      await entra.close();
    },
  };
}

/** Client applications, registered in the issuer through its Microsoft Graph. */
function registrations(
  entra: Entra,
  records: RecordRepository,
  timed: { readonly clock?: () => number },
): ApplicationOptions {
  const { appId, secret } = entra.clients["provisioning"]!;
  const credential = environmentCredential({
    AZURE_TENANT_ID: entra.tenantId,
    AZURE_CLIENT_ID: appId,
    AZURE_CLIENT_SECRET: secret,
    AZURE_AUTHORITY_HOST: entra.origin,
  });
  const graph = {
    tenantId: entra.tenantId,
    credential,
    graphUrl: entra.graphUrl,
    authorityHost: entra.origin,
  };
  const provisioning = graphProvisioning(graph);
  // A page shows the progress of what takes longer than a second.
  const administration = administerClients({ records, provisioning, patience: 1000, ...timed });
  return { administration, reconcile: () => reconcileApplications({ administration, ...graph, ...timed }) };
}

/** The applications of Contoso itself, which no user registers. */
const firstParty = (entra: Entra): readonly ClientApplication[] =>
  ["contoso", "console"].map((name) => ({
    id: entra.clients[name]!.appId,
    displayName: name === "console" ? "Contoso console" : "Contoso",
    products: ["pro", "analytics"],
    state: "active",
  }));

/** What the console signs users in with, for a token. */
function consoleClient(entra: Entra): { readonly clientId: string; readonly clientSecret: string } {
  const { appId, secret } = entra.clients["console"]!;
  return { clientId: appId, clientSecret: secret };
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

async function started<T>(what: string, starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
    const why = code === "EADDRINUSE" ? `port ${port} is taken` : (message || String(code)).split("\n")[0];
    throw new StartError(`${what} could not start: ${why?.replace(/\.$/, "")}.`, { cause: error });
  }
}

const withoutPassword = (store: string) => store.replace(/\/\/[^@/]*@/, "//");
