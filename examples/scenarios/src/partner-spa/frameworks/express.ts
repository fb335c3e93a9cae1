import type { RequestListener } from "node:http";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import cors from "cors";
import express from "express";
import { answers } from "../answers.js";
import { rules } from "../catalog.js";
import { MOUNT } from "../registrations.js";
import { METHODS, READ, REMEMBERED, SENT } from "./cors.js";
import { isGateway } from "./is-gateway.js";
import type { Parts } from "./parts.js";

export function expressApplication({ app: origin, ...parts }: Parts): RequestListener {
  const app = express();
  const auth = productAuth(parts.auth);
  app.disable("x-powered-by");
  app.set("trust proxy", "loopback"); // the gateway names the caller's address
  const portal = portalRoutes(parts.portal);
  app.use(MOUNT, (req, res, next) => (isGateway(req.socket) ? portal(req, res, next) : next()));
  // Before the guard: preflights carry no credential, and the app reads refusals too.
  app.use(
    cors({
      origin: [origin],
      methods: METHODS,
      allowedHeaders: SENT,
      exposedHeaders: READ,
      maxAge: REMEMBERED,
    }),
  );
  app.use(auth);
  app.get("/orders", auth.require(rules.listOrders), (_req, res) => {
    res.json(answers.orders(res.locals.productAuth));
  });
  app.post("/orders", auth.require(rules.placeOrders), express.json(), (req, res) => {
    res.status(201).json(answers.placed(res.locals.productAuth, req.body));
  });
  app.get("/test/orders", auth.require(rules.listTestOrders), (_req, res) => {
    res.json(answers.testOrders(res.locals.productAuth));
  });
  return app;
}
