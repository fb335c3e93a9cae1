import { routeReport, type FoundRoute } from "../report/route-report.js";
import type { ReportedRoute, RouteReport } from "../report/reported-route.js";
import type { FastifyInstance } from "fastify";
import { heardIn, outermost } from "./heard-routes.js";
import { marksOfRoute, marksOfScope } from "./marks-of-route.js";
import { reportedMethods } from "./reported-methods.js";
import { unheardRoutes } from "./unheard-routes.js";

/**
 * Every route of an application with what it demands; makes it ready first. Rejects with what its plugins fail with,
 * and with `TypeError` for anything else than an application.
 */
export async function reportOf(application: unknown): Promise<RouteReport> {
  if (!isApplication(application)) throw new TypeError("report(app) takes a Fastify instance.");
  const app = outermost(application);
  await app.ready();
  const heard = heardIn(app).routes.flatMap((route): readonly FoundRoute[] => {
    const marks = marksOfRoute(route);
    return reportedMethods([route.options.method].flat()).map((method) => ({
      method,
      path: route.url || "/",
      marks,
    }));
  });
  const metadata = marksOfScope(app).flatMap((mark): readonly FoundRoute[] =>
    mark.kind === "metadata" ? [{ method: "GET", path: mark.path, marks: [{ kind: "open" }] }] : [],
  );
  const all = [...heard, ...metadata, ...unheardRoutes(app)];
  return routeReport({ routes: all.filter((route) => !isHeadOf(route, all)) }, remedy);
}

/** Whether a value is a Fastify instance. */
export function isApplication(value: unknown): value is FastifyInstance {
  if (typeof value !== "object" || value === null) return false;
  const { addHook, printRoutes, ready } = value as Partial<Record<keyof FastifyInstance, unknown>>;
  return [addHook, printRoutes, ready].every((each) => typeof each === "function");
}

// Fastify declares a HEAD route beside each GET one, and tells of one of the two that it has at the root of a scope.
function isHeadOf({ method, path, marks }: FoundRoute, all: readonly FoundRoute[]): boolean {
  const paths = [path, path.replace(/\/$/, "")];
  const isSame = (other: FoundRoute) =>
    paths.includes(other.path) && JSON.stringify(other.marks) === JSON.stringify(marks);
  return method === "HEAD" && all.some((other) => other.method === "GET" && isSame(other));
}

function remedy([first]: readonly ReportedRoute[]): readonly string[] {
  const { method, path } = first!;
  const route = (config: string) =>
    `app.${method.toLowerCase()}(${JSON.stringify(path)}, { config: { productAuth: ${config} } }, …)`;
  return [
    `${route('{ product: "…" }')}, in a scope where auth is registered`,
    `${route('"open"')}, there, or { onRequest: auth.open() } anywhere else`,
  ];
}
