import type { Server } from "node:http";
import { report, type Instance, type RouteReport } from "@product-auth/routes/express";
import type { Express } from "express";

export function reportOf(auth: Instance, app: Express, server: Server): RouteReport {
  // #region report
  const routes = report(app, auth, { server });
  // #endregion report
  return routes;
}
