import { productAuth as onExpress } from "@product-auth/express";
import { productAuth as onFastify } from "@product-auth/fastify";
import { productAuth as onKoa } from "@product-auth/koa";
import {
  report,
  type Instance,
  type OpaquePlace,
  type ReportedGuard,
  type ReportedRoute,
  type ReportOptions,
  type RouteReport,
  type UpgradingServer,
} from "@product-auth/routes";
import { report as expressReport } from "@product-auth/routes/express";
import { report as fastifyReport } from "@product-auth/routes/fastify";
import { report as koaReport } from "@product-auth/routes/koa";
import { expectTypeOf } from "expect-type";
import express, { Router } from "express";
import { fastify } from "fastify";
import Koa from "koa";
import { createServer } from "node:http";

/** Every type that the main door exports. */
export type Door = [
  Instance,
  OpaquePlace,
  ReportedGuard,
  ReportedRoute,
  ReportOptions,
  RouteReport,
  UpgradingServer,
];

const options = { products: { pro: { accepts: ["key"] } }, subscriptions: [] } as const;

export function ofExpress(): void {
  const auth = onExpress(options);
  const app = express();
  expectTypeOf(expressReport(app, auth, { server: createServer() })).toEqualTypeOf<RouteReport>();
  expectTypeOf(expressReport(Router(), auth).unprotected).toEqualTypeOf<readonly ReportedRoute[]>();
  expectTypeOf(report(app, auth)).toEqualTypeOf<Promise<RouteReport>>();
  // @ts-expect-error -- neither an application nor a router
  expressReport("./app.js", auth);
  // @ts-expect-error -- no instance
  expressReport(app, app);
  // @ts-expect-error -- no instance
  expressReport(app);
}

export function ofKoa(): void {
  const auth = onKoa(options);
  expectTypeOf(koaReport(new Koa<{ user: string }>(), auth)).toEqualTypeOf<RouteReport>();
  expectTypeOf(report(new Koa(), auth, { server: createServer() })).toEqualTypeOf<Promise<RouteReport>>();
  // @ts-expect-error -- no application
  koaReport("./app.js", auth);
}

export function ofFastify(): void {
  const auth = onFastify(options);
  expectTypeOf(fastifyReport(fastify(), auth)).toEqualTypeOf<Promise<RouteReport>>();
  expectTypeOf(report(fastify(), auth)).toEqualTypeOf<Promise<RouteReport>>();
  // @ts-expect-error -- no application
  void fastifyReport("./app.js", auth);
}
