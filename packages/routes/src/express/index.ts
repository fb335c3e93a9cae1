import type { Application, Router } from "express";
import { checkInstance, type Instance } from "../report/instance.js";
import type { RouteReport } from "../report/reported-route.js";
import type { UpgradingServer } from "../report/with-upgrades.js";
import { reportOf } from "./report.js";

/**
 * Every route of an Express application or router with what it demands, and those that are unprotected:
 * `expect(report(app, auth).unprotected).to.deep.equal([])`. As a string, a page of text. With `{ server }` the report
 * also says what answers that server's upgrades. `auth` is what `productAuth()` gave; guards of other instances count
 * as well. Throws `TypeError` for anything else than an application and an instance.
 */
export function report(
  application: Application | Router,
  auth: Instance,
  options: { readonly server?: UpgradingServer } = {},
): RouteReport {
  const found = reportOf(application, options);
  checkInstance(auth);
  return found;
}

export type { Instance } from "../report/instance.js";
export type {
  OpaquePlace,
  ReportedAlternative,
  ReportedGuard,
  ReportedRoute,
  RouteReport,
} from "../report/reported-route.js";
export type { UpgradingServer } from "../report/with-upgrades.js";
