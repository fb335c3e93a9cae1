import { createServer } from "node:http";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import express from "express";
import { answers } from "../answers.js";
import { MOUNT, type ApiParts, type ApiServer } from "./api-server.js";
import { nodeServer } from "./node-server.js";

export function expressServer(parts: ApiParts): ApiServer {
  const app = express();
  const auth = productAuth(parts.auth);
  app.disable("x-powered-by");
  app.get("/", auth.open(), (_req, res) => res.redirect(MOUNT));
  app.use(MOUNT, portalRoutes(parts.portal));
  app.use(auth);
  app.get("/orders", (_req, res) => void res.json(answers.orders()));
  app.post(
    "/orders",
    auth.require({ product: "pro", scopes: ["Orders.Write"] }),
    express.json(),
    (req, res) => res.status(201).json(answers.created(req.body)),
  );
  app.get("/orders/:id", (req, res) => void res.json(answers.order(req.params.id)));
  app.get("/reports/:year", (req, res) => void res.json(answers.report(req.params.year)));
  app.get("/internal", (_req, res) => void res.json(answers.internal()));
  return nodeServer(createServer(app));
}
