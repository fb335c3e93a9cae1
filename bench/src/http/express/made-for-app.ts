import { createServer, IncomingMessage, ServerResponse, type Server } from "node:http";
import express, { type Express } from "express";
import { productAuth } from "@product-auth/express";
import { optionsFor } from "../../peers/product-auth.js";
import { ORDERS, type HttpContender } from "../http-contender.js";

const BARE = "bare, requests made for the application";

/** Nothing, in a server that makes requests with the prototypes of the application. */
export const bareMadeForApp: HttpContender = {
  name: BARE,
  kind: "made bare",
  over: BARE,
  serve: async () => serverOf(appWith()),
};

/** One guard on the route of such a server. */
export const ourGuardMadeForApp: HttpContender = {
  name: "product-auth, requests made for the application",
  kind: "made",
  over: BARE,
  async serve(world, cold) {
    const auth = productAuth(optionsFor(world));
    if (!cold) await auth.ready();
    return serverOf(appWith(auth.requireProduct("starter") as never));
  },
};

function appWith(...guards: express.RequestHandler[]): Express {
  const app = express();
  app.get("/orders", ...guards, (_req, res) => void res.json(ORDERS));
  return app;
}

// As docs/performance.md shows it.
function serverOf(app: Express): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<AppRequest> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return createServer({ IncomingMessage: AppRequest, ServerResponse: AppResponse }, app as never);
}
