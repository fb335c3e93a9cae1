import compression from "compression";
import corsOf from "cors";
import helmet from "helmet";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import type { HostStep, PortalHarness } from "@product-auth/testkit";
import type { ErrorRequestHandler, RequestHandler } from "express";
import type { ExpressFactory } from "./both-versions.js";

/** How the portal contract gets at a version of Express. */
export const portalHarness = (express: ExpressFactory): PortalHarness => ({
  mountPortal(portal, { prefix, before, auth, onError }) {
    const app = express();
    const steps: Readonly<Record<HostStep, readonly RequestHandler[]>> = {
      parsers: [express.json(), express.urlencoded({ extended: false })],
      "extended parsers": [express.json(), express.urlencoded({ extended: true })],
      helmet: [helmet(), helmet({ contentSecurityPolicy: { reportOnly: true } })],
      compression: [compression({ threshold: 0 })],
      cors: [
        corsOf({ origin: true, credentials: true, preflightContinue: true, exposedHeaders: "x-portal" }),
      ],
      cookie: [setCookie],
    };
    for (const step of before) app.use(...steps[step]);
    app.use(prefix, portalRoutes(portal));
    if (auth !== undefined) app.use(productAuth(auth));
    app.get("/host", (_req, res) => void res.send("host"));
    const answer: ErrorRequestHandler = (error, _req, res, next) => {
      if (res.headersSent) return next(error);
      const { status = 200, body } = onError(error);
      res.status(status).send(body);
    };
    return { listener: app.use(answer) };
  },
});

const setCookie: RequestHandler = (_req, res, next) => {
  res.cookie("host", "1");
  next();
};
