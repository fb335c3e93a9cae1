import { withUpgrades, type UpgradingServer } from "../report/with-upgrades.js";
import { routeReport } from "../report/route-report.js";
import type { ReportedRoute, RouteReport } from "../report/reported-route.js";
import { findRoutes } from "./find-routes.js";
import { stackOf } from "./routers.js";

/** Every route of an application or a router with what it demands. Throws `TypeError` for anything else. */
export function reportOf(
  application: unknown,
  { server }: { readonly server?: UpgradingServer } = {},
): RouteReport {
  const stack = stackOf(application);
  if (stack === undefined) throw new TypeError("report(app) takes an Express application or router.");
  return routeReport(withUpgrades(findRoutes(stack), server), remedy, { inTurn: true });
}

function remedy(unprotected: readonly ReportedRoute[]): readonly string[] {
  const { method, path } = unprotected[0]!;
  const route = `app.${method.toLowerCase()}(${path.startsWith("/^") ? path : JSON.stringify(path)}`;
  const lines = [`${route}, auth.requireProduct("…"), …)`, `${route}, auth.open(), …)`];
  const isVague = unprotected.some((each) => each.path.includes("/…"));
  return isVague ? [...lines, OLD_ROUTER] : lines;
}

const OLD_ROUTER =
  "where routers and guards are mounted (…), Express tells from router 2.3 on: npm update router";
