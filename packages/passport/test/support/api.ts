import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Entra } from "@product-auth/emulator";
import { ProductAuthStrategy, type DecisionEvent } from "@product-auth/passport";
import {
  listening,
  optionsFor,
  startTestEntra,
  stopped,
  type Options,
  type ProductName,
} from "@product-auth/testkit/adapter";
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from "express";
import passport from "passport";
import request, { type Test } from "supertest";
import type { ExpressFactory } from "./both-versions.js";

/** What an application here is written with. */
export interface Parts {
  readonly app: Express;
  /** A passport of its own, which knows the strategy. */
  readonly passport: passport.Authenticator<RequestHandler, RequestHandler>;
  readonly strategy: ProductAuthStrategy<ProductName>;
}

/** An API that listens, and what its operators see. */
export interface Api extends Parts {
  readonly entra: Entra;
  readonly server: Server;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: DecisionEvent[];
  readonly get: (path: string) => Test;
}

export type StartApi = (routes: (parts: Parts) => void, options?: Partial<Options>) => Promise<Api>;

let shared: Promise<Entra> | undefined;
/** One emulator for all tests that leave it as it is. */
export const sharedEntra = (): Promise<Entra> => (shared ??= startTestEntra());
after(async () => (await shared)?.close());

/** For the tests of one suite: starts APIs on that version of Express, and closes them when the suite is over. */
export function apiStarter(
  express: ExpressFactory,
  entraOf: () => Entra | Promise<Entra> = sharedEntra,
): StartApi {
  const closing: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of closing) await close();
  });

  return async (routes, options = {}) => {
    const entra = await entraOf();
    const events: DecisionEvent[] = [];
    const given = optionsFor(entra, { onDecision: (event) => events.push(event), ...options });
    const parts: Parts = {
      app: express(),
      passport: new passport.Passport() as Parts["passport"],
      strategy: new ProductAuthStrategy(given),
    };
    parts.passport.use(parts.strategy);
    parts.app.set("env", "test"); // Express prints no stack traces then
    routes(parts);
    const server = await listening(createServer(parts.app));
    closing.push(
      () => stopped(server),
      () => parts.strategy.close(),
    );
    const { port } = server.address() as AddressInfo;
    return { ...parts, entra, server, port, events, get: (path) => request(server).get(path) };
  };
}

/** A handler that tells who was let in. */
export function tell(req: Request, res: Response): void {
  const { product, credential, client, subscription } = req.productAuth ?? {};
  res.json({ product, credential, client: client?.id, subscription: subscription?.id });
}

/** Error middleware that tells which error arrived. */
export const tellError: ErrorRequestHandler = (error: Error, _req, res, next) => {
  if (res.headersSent) next(error);
  else res.status(500).json({ name: error.name, message: error.message });
};
