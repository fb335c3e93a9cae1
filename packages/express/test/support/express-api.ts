import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DecisionEvent } from "@product-auth/core";
import type { Entra } from "@product-auth/emulator";
import { productAuth, type ExpressProductAuth } from "@product-auth/express";
import {
  listening,
  optionsFor,
  startTestEntra,
  stopped,
  type Options,
  type ProductName,
} from "@product-auth/testkit/adapter";
import type { Express, Request, Response } from "express";
import request, { type Test } from "supertest";
import type { ExpressFactory } from "./both-versions.js";

let shared: Promise<Entra> | undefined;
/** One emulator for all tests that leave it as it is. */
export const sharedEntra = (): Promise<Entra> => (shared ??= startTestEntra());
after(async () => (await shared)?.close());

/** An API written in Express's own words. */
export interface ExpressApi {
  readonly entra: Entra;
  readonly server: Server;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  readonly get: (path: string) => Test;
}

export type StartExpressApi = (
  routes: (app: Express, auth: ExpressProductAuth<ProductName>) => void,
  options?: Partial<Options>,
) => Promise<ExpressApi>;

/** For the tests of one suite: starts APIs on that version of Express, and closes them when the suite is over. */
export function expressApis(express: ExpressFactory): StartExpressApi {
  const closing: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of closing) await close();
  });

  return async (routes, options = {}) => {
    const entra = await sharedEntra();
    const events: DecisionEvent[] = [];
    const auth = productAuth(optionsFor(entra, { onDecision: (event) => events.push(event), ...options }));
    const app = express();
    app.set("env", "test"); // Express prints no stack traces then
    routes(app, auth);
    const server = await listening(createServer(app));
    closing.push(
      () => stopped(server),
      () => auth.close(),
    );
    const { port } = server.address() as AddressInfo;
    return { entra, server, port, events, get: (path) => request(server).get(path) };
  };
}

/** A handler that tells who was let in. */
export function tell(req: Request, res: Response): void {
  const { product, credential, client, subscription } = req.productAuth ?? {};
  res.json({ product, credential, client: client?.id, subscription: subscription?.id });
}
