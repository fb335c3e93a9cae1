import type { ServerOptions } from "node:http";
import { expect } from "chai";
import type { DecisionEvent, RefusalCode } from "@product-auth/core";
import type { Entra, TokenWish } from "@product-auth/emulator";
import type { Response } from "supertest";
import type { Link } from "../adapter-harness.js";
import type { SuiteBase } from "../suite-base.js";
import type { StartApi } from "./api.js";
import type { WrittenAuth } from "../written-auth.js";
import { step, type WrittenRoutes } from "../written-routes.js";
import { tell, type Api, type Options } from "./api.js";
import { badToken, badTokenOrKey, expectRefused, lacks, type Refusal } from "./refused.js";

/** What a caller sees of an answer. */
export type Seen = Pick<Response, "status" | "headers" | "text">;

/** An API under attack, and what came of each attempt. */
export interface Target {
  readonly api: Api;
  readonly entra: Entra;
  /** Makes a token for `starter` that is good but for what the wish changes, and rightly signed. */
  readonly token: (wish?: Partial<TokenWish>) => Promise<string>;
  /** Sends a bearer token, expects 200, and gives back what the handler tells. */
  readonly admits: (token: string, path?: string) => Promise<object>;
  /** Sends a bearer token and expects to be refused for this reason. */
  readonly refuses: (token: string, code: RefusalCode, path?: string) => Promise<DecisionEvent>;
  /** Makes any request and expects this refusal to the letter, this code in the one event, and no handler to run. */
  readonly refusesRequest: (
    request: () => PromiseLike<Seen>,
    code: RefusalCode,
    refusal: Refusal,
  ) => Promise<DecisionEvent>;
}

/** For one suite: starts an API over the shared emulator, or over one that the suite disturbs. */
export function attacked(
  {
    apiStarter,
    before,
  }: SuiteBase & {
    readonly apiStarter: (entraOf: () => Entra | Promise<Entra>) => StartApi;
  },
  options: Partial<Options> | (() => Partial<Options>),
  entraOf: () => Entra | Promise<Entra>,
  server: ServerOptions,
): Target {
  const start = apiStarter(entraOf);
  let api: Api;
  let handled = 0;
  before(async () => {
    const count = step(() => void (handled += 1));
    const given = typeof options === "function" ? options() : options;
    api = await start((app, auth) => guardedRoutes(app, auth, count), given, server);
  });

  const attempt = async <A extends Seen>(request: () => PromiseLike<A>): Promise<A> => {
    handled = 0;
    api.events.length = 0;
    return request();
  };
  const send = (token: string, path = "/starter") => api.get(path).auth(token, { type: "bearer" });
  const refusesRequest: Target["refusesRequest"] = async (request, code, refusal) => {
    const answer = await attempt(request);
    expect(api.events.map((event) => event.code)).to.deep.equal([code]);
    expectRefused(answer, refusal);
    expect(handled, "requests that reached the handler").to.equal(0);
    return api.events[0]!;
  };
  return {
    get api() {
      return api;
    },
    get entra() {
      return api.entra;
    },
    token: (wish) => api.entra.tokenFor({ client: "contoso", product: "starter", ...wish }),
    admits: async (token, path) => {
      const answer = await attempt(() => send(token, path));
      const [event] = api.events;
      expect({ status: answer.status, code: event?.code, actual: event?.actual, handled }).to.deep.equal({
        status: 200,
        code: undefined,
        actual: undefined,
        handled: 1,
      });
      return answer.body as object;
    },
    refuses: (token, code, path) => refusesRequest(() => send(token, path), code, refusalOf(code, path)),
    refusesRequest,
  };
}

/** A route for each product, and one for users. */
function guardedRoutes(app: WrittenRoutes, auth: WrittenAuth, count: Link): void {
  for (const product of ["starter", "pro", "classic", "batch"] as const)
    app.all(`/${product}`, auth.requireProduct(product), count, tell);
  app.all("/users", auth.require({ product: "starter", scopes: ["Orders.Read"] }), count, tell);
}

function refusalOf(code: RefusalCode, path = "/starter"): Refusal {
  if (code === "role_missing") return lacks("Product.Starter.All");
  if (code === "scope_missing") return lacks("Orders.Read");
  return path === "/pro" ? badTokenOrKey : badToken;
}
