import type { RequestListener } from "node:http";
import { accessOf, productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import express from "express";
import { answers } from "../answers.js";
import { MOUNT } from "../registrations.js";
import type { Parts } from "./parts.js";

export function expressApplication(parts: Parts): RequestListener {
  const app = express();
  app.disable("x-powered-by");
  app.use(MOUNT, portalRoutes(parts.portal));
  app.use(productAuth(parts.auth)); // the path selects the API, and the API its products
  app.get("/forecasts/:city", (req, res) => {
    res.json(answers.forecast(accessOf(req), req.params.city));
  });
  app.get("/history/:city", (req, res) => {
    res.json(answers.history(accessOf(req), req.params.city));
  });
  return app;
}
