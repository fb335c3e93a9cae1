import type { Server } from "node:http";
import type { ExpressProductAuth, RouteReport } from "@product-auth/express";
import type { Express } from "express";

export function reportOf(
  auth: Pick<ExpressProductAuth, "report">,
  app: Express,
  server: Server,
): RouteReport {
  // #region report
  const report = auth.report(app, { server });
  // #endregion report
  return report;
}
