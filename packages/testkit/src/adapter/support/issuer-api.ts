import { expect } from "chai";
import type { Access, DecisionEvent, ProductAuthOptions, RefusalCode } from "@product-auth/core";
import request, { type Response, type Test } from "supertest";
import type { AnyOptions, Handler } from "../adapter-harness.js";
import { serve, type Served } from "../served.js";
import type { SuiteBase } from "../suite-base.js";
import { written, type WrittenAuth } from "../written-auth.js";
import type { WrittenRoutes } from "../written-routes.js";
import { AUDIENCE } from "./issuer-claims.js";
import { expectRefused, type Refusal } from "./refused.js";

/** An API that listens, and what its operators see. */
export interface IssuerApi {
  readonly auth: WrittenAuth;
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
  routes?: (app: WrittenRoutes, auth: WrittenAuth) => void,
) => Promise<IssuerApi>;

/** For the tests of one suite: starts APIs, and closes them after the suite. */
export function issuerApis({ harness, after }: SuiteBase): StartIssuerApi {
  const opened: { served: Served; auth: WrittenAuth }[] = [];
  after(async () => {
    for (const { served, auth } of opened) {
      await served.close();
      await auth.close();
    }
  });

  return async (options, routes = orders) => {
    const events: DecisionEvent[] = [];
    const products = { starter: { displayName: "Starter", audience: AUDIENCE } };
    const given = { products, onDecision: (event: DecisionEvent) => events.push(event), ...options };
    const auth = written(harness.adapt(given as AnyOptions));
    const served = await serve(harness, auth, routes);
    opened.push({ served, auth });
    const { server, port } = served;
    const send = async (token: string | Promise<string>, path: string) =>
      request(server)
        .get(path)
        .auth(await token, { type: "bearer" });
    return {
      auth,
      port,
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

function orders(app: WrittenRoutes, auth: WrittenAuth): void {
  app.get("/orders", auth.requireProduct("starter"), tellAccess);
}

/** A handler that tells all it knows of who was let in. */
export const tellAccess: Handler = ({ access }) => ({ body: access });

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
