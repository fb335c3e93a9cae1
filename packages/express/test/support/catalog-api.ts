import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DecisionEvent, ProductAuthOptions } from "@product-auth/core";
import { productAuth, type ExpressProductAuth } from "@product-auth/express";
import type { Express } from "express";
import request, { type Response, type Test } from "supertest";
import { listening, stopped, tell } from "./api.js";
import type { ExpressFactory } from "./both-versions.js";

/** Any products and APIs. */
export type AnyAuth = ExpressProductAuth<string, string>;
export type AnyOptions = ProductAuthOptions<string, string>;

/** An API that listens, and what its operators see. */
export interface CatalogApi {
  readonly auth: AnyAuth;
  readonly port: number;
  readonly events: DecisionEvent[];
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Test;
  /** Context and credential in words, `200 gold key`, or status and private code, `401 key_unknown`. */
  readonly outcome: (path: string, headers?: Readonly<Record<string, string>>) => Promise<string>;
}

/** Starts one API: by default `app.use(auth)` and a handler that tells who was let in. */
export type StartCatalogApi = (
  options: AnyOptions,
  routes?: (app: Express, auth: AnyAuth) => void,
) => Promise<CatalogApi>;

/** For the tests of one suite: starts APIs, and closes them when the suite is over. */
export function catalogApis(express: ExpressFactory): StartCatalogApi {
  const opened: { server: Server; auth: AnyAuth }[] = [];
  after(async () => {
    for (const { server, auth } of opened) {
      await stopped(server);
      await auth.close();
    }
  });

  return async (options, routes = everywhere) => {
    const events: DecisionEvent[] = [];
    const auth: AnyAuth = productAuth({ onDecision: (event) => events.push(event), ...options });
    const app = express();
    app.set("env", "test"); // Express prints no stack traces then
    routes(app, auth);
    const server = await listening(createServer(app));
    opened.push({ server, auth });
    const get: CatalogApi["get"] = (path, headers = {}) => request(server).get(path).set(headers);
    return {
      auth,
      port: (server.address() as AddressInfo).port,
      events,
      get,
      outcome: async (path, headers) => inWords(await get(path, headers), events.at(-1)),
    };
  };
}

function everywhere(app: Express, auth: AnyAuth): void {
  app.use(auth);
  app.use(tell);
}

function inWords({ status, body }: Response, event: DecisionEvent | undefined): string {
  const { product, credential } = body as { product?: string; credential?: string };
  if (status === 200) return `200 ${product ?? "API"} ${credential}`;
  return `${status} ${event?.code ?? "none"}`;
}
