import { withUpgrades, type UpgradingServer } from "../report/with-upgrades.js";
import { routeReport } from "../report/route-report.js";
import type { ReportedRoute, RouteReport } from "../report/reported-route.js";
import { findRoutes } from "./find-routes.js";
import type { Step } from "./router-like.js";

/** Every route of an application with what it demands. Throws `TypeError` for anything else. */
export function reportOf(
  application: unknown,
  { server }: { readonly server?: UpgradingServer } = {},
): RouteReport {
  if (!isApplication(application)) throw new TypeError("report(app) takes a Koa application.");
  return routeReport(withUpgrades(findRoutes(application.middleware), server), remedy, { inTurn: true });
}

/** Whether a value is a Koa application. */
export function isApplication(value: unknown): value is { readonly middleware: readonly Step[] } {
  if (typeof value !== "object" || value === null) return false;
  const { middleware, callback } = value as { middleware?: unknown; callback?: unknown };
  return typeof callback === "function" && Array.isArray(middleware);
}

function remedy(unprotected: readonly ReportedRoute[]): readonly string[] {
  const { method, path } = unprotected[0]!;
  const route = `router.${method.toLowerCase()}(${path.startsWith("/^") ? path : JSON.stringify(path)}`;
  const lines = [`${route}, auth.requireProduct("…"), …)`, `${route}, auth.open(), …)`];
  return unprotected.some(({ openAt }) => openAt !== undefined) ? [...lines, LETTERS] : lines;
}

// @koa/router 15 ignores capitals in its routes, but not in what `use` makes of a prefix; koa-mount never does.
const LETTERS =
  "router.use(guard) with a prefix, and koa-mount, guard /v1 but not /V1, which the routes answer too: put the guard on the routes or app.use it before the router, or make the router tell them apart: new Router({ sensitive: true })";
