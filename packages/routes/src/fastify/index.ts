import { checkInstance, type Instance } from "../report/instance.js";
import type { RouteReport } from "../report/reported-route.js";
import { reportOf } from "./report.js";

/**
 * Every route of a Fastify application with what it demands, and those that are unprotected; makes it ready first:
 * `expect((await report(app, auth)).unprotected).to.deep.equal([])`. As a string, a page of text. `auth` is what
 * `productAuth()` gave; guards of other instances count as well. Rejects with what the application's plugins fail with,
 * and with `TypeError` for anything else than an application and an instance.
 */
export async function report(application: object, auth: Instance): Promise<RouteReport> {
  const found = await reportOf(application);
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
