import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Access, DecisionEvent, ProductAuthOptions, RefusalCode } from "@product-auth/core";
import { productAuth, type ExpressProductAuth } from "@product-auth/express";
import express, { type Express } from "express";
import request, { type Response, type Test } from "supertest";
import { listening, stopped } from "./api.js";
import { AUDIENCE } from "./issuer-claims.js";
import { expectRefused, type Refusal } from "./refused.js";

/** An API that listens, and what its operators see. */
export interface IssuerApi {
  readonly auth: ExpressProductAuth;
  readonly port: number;
  /** Every decision so far, oldest first. */
  readonly events: readonly DecisionEvent[];
  readonly get: (path: string) => Test;
  /** Sends a bearer token, expects 200, and gives back who was let in. */
  readonly admits: (token: string | Promise<string>, path?: string) => Promise<Access>;
  /** Sends a bearer token, compares all the caller sees and the code operators see; gives back their event. */
  readonly refuses: (
    token: string | Promise<string>,
    refusal: Refusal,
    code: RefusalCode,
    path?: string,
  ) => Promise<DecisionEvent>;
}

/** Starts one API. Default: the product `starter`, demanded at `/orders`. */
export type StartIssuerApi = (
  options: Partial<ProductAuthOptions>,
  routes?: (app: Express, auth: ExpressProductAuth) => void,
) => Promise<IssuerApi>;

/** For the tests of one suite: starts APIs on Express 5, and closes them when the suite is over. */
export function issuerApis(): StartIssuerApi {
  const opened: { server: Server; auth: ExpressProductAuth }[] = [];
  after(async () => {
    for (const { server, auth } of opened) {
      await stopped(server);
      await auth.close();
    }
  });

  return async (options, routes = orders) => {
    const events: DecisionEvent[] = [];
    const products = { starter: { displayName: "Starter", audience: AUDIENCE } };
    const auth = productAuth<string, string>({
      products,
      onDecision: (event) => events.push(event),
      ...options,
    });
    const app = express();
    app.set("env", "test"); // Express prints no stack traces then
    routes(app, auth);
    const server = await listening(createServer(app));
    opened.push({ server, auth });
    const send = async (token: string | Promise<string>, path: string) =>
      request(server)
        .get(path)
        .auth(await token, { type: "bearer" });
    return {
      auth,
      port: (server.address() as AddressInfo).port,
      events,
      get: (path) => request(server).get(path),
      admits: async (token, path = "/orders") => admitted(await send(token, path), events.at(-1)),
      refuses: async (token, refusal, code, path = "/orders") => {
        const answer = await send(token, path);
        return refused(answer, refusal, code, events.at(-1));
      },
    };
  };
}

function orders(app: Express, auth: ExpressProductAuth): void {
  app.get("/orders", auth.requireProduct("starter"), (req, res) => void res.json(req.productAuth));
}

function admitted(answer: Response, event: DecisionEvent | undefined): Access {
  expect({ status: answer.status, code: event?.code, event }).to.include({ status: 200, code: undefined });
  return answer.body as Access;
}

/** Compares a refusal to the letter: what the caller sees, and the code that operators see. */
export function refused(
  answer: Response,
  refusal: Refusal,
  code: RefusalCode,
  event: DecisionEvent | undefined,
): DecisionEvent {
  expect(event).to.include({ code, status: refusal.status });
  expectRefused(answer, refusal);
  return event!;
}
