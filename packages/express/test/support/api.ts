import { createServer, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import type { Entra } from "@product-auth/emulator";
import {
  productAuth,
  type DecisionEvent,
  type ExpressProductAuth,
  type ProductAuthOptions,
  type SubscriptionOptions,
} from "@product-auth/express";
import type { Express, Request, Response } from "express";
import request, { type Test } from "supertest";
import type { ExpressFactory } from "./both-versions.js";
import { sharedEntra } from "./test-entra.js";

/** The products of every API here; `batch` takes keys only and so has no app registration. */
export type ProductName = "starter" | "pro" | "classic" | "batch";
export type Auth = ExpressProductAuth<ProductName>;
export type Options = ProductAuthOptions<ProductName>;

/** Name of the header that carries a subscription key. */
export const KEY = "ocp-apim-subscription-key";

/** The subscriptions of every API here, unless it is given others. */
export const SUBSCRIPTIONS: readonly SubscriptionOptions<"pro" | "batch">[] = [
  { id: "contoso-pro", scope: "/products/pro", primaryKey: "pro-key", secondaryKey: "pro-other-key" },
  { id: "late-pro", scope: "/products/pro", primaryKey: "suspended-key", state: "suspended" },
  { id: "contoso-batch", scope: "/products/batch", primaryKey: "batch-key" },
];

/** Options for an API whose tokens come from this emulator. */
export function optionsFor(entra: Entra, more: Partial<Options> = {}): Options {
  return {
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: {
      starter: { displayName: "Starter", audience: entra.products["starter"]!.audience },
      pro: { displayName: "Pro", audience: entra.products["pro"]!.audience, accepts: ["token", "key"] },
      classic: { displayName: "Classic", audience: entra.products["classic"]!.audience },
      batch: { accepts: ["key"] },
    },
    subscriptions: SUBSCRIPTIONS,
    ...more,
  };
}

/** An API that listens, and what its operators see. */
export interface Api {
  readonly entra: Entra;
  readonly auth: Auth;
  readonly server: Server;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  readonly get: (path: string) => Test;
  readonly post: (path: string) => Test;
}

/** Starts one API: `routes` writes the application. */
export type StartApi = (
  routes: (app: Express, auth: Auth) => void,
  options?: Partial<Options>,
  server?: ServerOptions,
) => Promise<Api>;

/** For the tests of one suite: starts APIs, and closes them when the suite is over. */
export function apiStarter(
  express: ExpressFactory,
  entraOf: () => Entra | Promise<Entra> = sharedEntra,
): StartApi {
  const opened: Pick<Api, "server" | "auth">[] = [];
  after(async () => {
    for (const { server, auth } of opened) {
      await stopped(server);
      await auth.close();
    }
  });

  return async (routes, options = {}, serverOptions = {}) => {
    const entra = await entraOf();
    const events: DecisionEvent[] = [];
    const auth = productAuth(optionsFor(entra, { onDecision: (event) => events.push(event), ...options }));
    const app = express();
    app.set("env", "test"); // Express prints no stack traces then
    routes(app, auth);
    const server = await listening(createServer(serverOptions, app));
    opened.push({ server, auth });
    const { port } = server.address() as AddressInfo;
    return {
      entra,
      auth,
      server,
      port,
      events,
      get: (path) => request(server).get(path),
      post: (path) => request(server).post(path),
    };
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

/** A handler that tells who was let in. */
export function tell(req: Request, res: Response): void {
  const { product, credential, client, subscription } = req.productAuth ?? {};
  res.json({ product, credential, client: client?.id, subscription: subscription?.id });
}
