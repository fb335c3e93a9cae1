import { stackOf } from "./express/routers.js";
import { reportOf as expressReport } from "./express/report.js";
import { isApplication as isFastify, reportOf as fastifyReport } from "./fastify/report.js";
import { isApplication as isKoa, reportOf as koaReport } from "./koa/report.js";
import { checkInstance, type Instance } from "./report/instance.js";
import type { RouteReport } from "./report/reported-route.js";
import type { UpgradingServer } from "./report/with-upgrades.js";

/** What a report covers besides the application. */
export interface ReportOptions {
  /**
   * A server whose upgrades are reported as well, for Express and Koa: they do not pass through the application. Fastify
   * routes upgrades as it does requests, so they are in its report without it. Default: none.
   */
  readonly server?: UpgradingServer;
}

/**
 * Every route of an Express, Koa or Fastify application with what it demands, and those that are unprotected:
 * `expect((await report(app, auth)).unprotected).to.deep.equal([])`. As a string, a page of text. `auth` is what
 * `productAuth()` gave; guards of other instances count as well. Rejects with `TypeError` for anything else than an
 * application and an instance, and with what the plugins of a Fastify application fail with.
 */
export async function report(
  application: object,
  auth: Instance,
  options: ReportOptions = {},
): Promise<RouteReport> {
  const found = await reportOfAny(application, options);
  checkInstance(auth);
  return found;
}

function reportOfAny(application: unknown, options: ReportOptions): RouteReport | Promise<RouteReport> {
  if (isFastify(application)) return fastifyReport(application);
  if (isKoa(application)) return koaReport(application, options);
  if (stackOf(application) !== undefined) return expressReport(application, options);
  throw new TypeError("report(app) takes an Express, Koa or Fastify application.");
}
