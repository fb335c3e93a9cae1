import { productAuth } from "@product-auth/express";
import type { GuardedApplication } from "@product-auth/testkit";
import type { ExpressFactory } from "./both-versions.js";

/** An application behind a proxy on this machine, for vectors. */
export const guardedExpress =
  (express: ExpressFactory): GuardedApplication =>
  (options, rule, route) => {
    const auth = productAuth<string, string>(options);
    const app = express().set("trust proxy", "loopback");
    app.use(rule === undefined ? auth : auth.require(rule));
    app.use((req, res, next) => {
      route(req).then(({ status, body }) => res.status(status).type("text").send(body), next);
    });
    return { listener: app, close: () => auth.close() };
  };
