import type { Server, ServerOptions } from "node:http";
import type { DecisionEvent, ProductAuthOptions, SubscriptionOptions } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import request, { type Test } from "supertest";
import type { AnyOptions, Handler } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { SuiteBase } from "../suite-base.js";
import { written, type WrittenAuth } from "../written-auth.js";
import type { WrittenRoutes } from "../written-routes.js";

/** The products of every API here; `batch` takes keys only and so has no app registration. */
export type ProductName = "starter" | "pro" | "classic" | "batch";
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
  readonly auth: WrittenAuth;
  readonly server: Server;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  readonly get: (path: string) => Test;
  readonly post: (path: string) => Test;
}

/** Starts one API: `routes` writes the application. */
export type StartApi = (
  routes: (app: WrittenRoutes, auth: WrittenAuth) => void,
  options?: Partial<Options>,
  server?: ServerOptions,
) => Promise<Api>;

/** For the tests of one suite: starts APIs, and closes them after the suite. */
export function apiStarter({ harness, after }: SuiteBase, entraOf: () => Entra | Promise<Entra>): StartApi {
  const opened: { served: Served; auth: WrittenAuth }[] = [];
  after(async () => {
    for (const { served, auth } of opened) {
      await served.close();
      await auth.close();
    }
  });

  return async (routes, options = {}, serverOptions = {}) => {
    const entra = await entraOf();
    const events: DecisionEvent[] = [];
    const given = optionsFor(entra, { onDecision: (event) => events.push(event), ...options });
    const auth = written(harness.adapt(given as AnyOptions));
    const served = await serve(harness, auth, routes, serverOptions);
    opened.push({ served, auth });
    const { server, port } = served;
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

/** A handler that tells who was let in. */
export const tell: Handler = ({ access }) => {
  const { product, credential, client, subscription } = access ?? {};
  return { body: { product, credential, client: client?.id, subscription: subscription?.id } };
};
