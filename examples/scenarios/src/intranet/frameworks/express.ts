import type { RequestListener } from "node:http";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import express from "express";
import { answers } from "../answers.js";
import { rules } from "../catalog.js";
import { MOUNT } from "../registrations.js";
import type { Parts } from "./parts.js";

export function expressApplication(parts: Parts): RequestListener {
  const app = express();
  const auth = productAuth(parts.auth);
  app.disable("x-powered-by");
  app.use(MOUNT, portalRoutes(parts.portal));
  app.use(auth);
  app.get("/timesheets", auth.require(rules.readTimesheets), (_req, res) => {
    res.json(answers.timesheets(res.locals.productAuth));
  });
  app.post("/timesheets", auth.require(rules.recordHours), express.json(), (req, res) => {
    res.status(201).json(answers.recorded(res.locals.productAuth, req.body));
  });
  app.get("/payslips/:month", auth.require(rules.readPayslips), (req, res) => {
    res.json(answers.payslip(res.locals.productAuth, req.params.month));
  });
  return app;
}
