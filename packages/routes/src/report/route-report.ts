import {
  ruleWords,
  normalizeDemand,
  type GuardMark,
  type MarkedDemand,
  type MarkedPolicy,
} from "@product-auth/core/adapter";
import type { Alternative } from "@product-auth/core";
import { policiesInWords, policiesOf } from "./policies-of-route.js";
import type { OnTheWay } from "./marks-on-the-way.js";
import { routesBefore } from "./routes-before.js";
import { settledDemand } from "./settled-demand.js";
import { reportText } from "./report-text.js";
import type {
  OpaquePlace,
  Remedy,
  ReportedAlternative,
  ReportedDemands,
  ReportedGuard,
  ReportedRoute,
  RouteReport,
} from "./reported-route.js";

/** A route as it is found in an application. */
export interface FoundRoute extends OnTheWay {
  readonly method: string;
  readonly path: string;
  /** Whether it answers at its own paths only, and lets all other requests on. */
  readonly lettingOn?: true;
}

/**
 * Makes the report of what was found. `inTurn`: whether the router asks its routes in the order in which they were found, so
 * that an earlier one may answer for a later one. `remedy` tells what to write at the first that is not protected: to
 * guard it, to say that it is open, and what else there is to know, a line each.
 */
export function routeReport(
  found: { readonly routes: readonly FoundRoute[]; readonly opaque?: readonly OpaquePlace[] },
  remedy: Remedy,
  { inTurn = false }: { readonly inTurn?: boolean } = {},
): RouteReport {
  const all = new Map(found.routes.map((route) => [route, reported(route)]));
  const demands = new Map(
    [...all].map(([route, { state, guards }]) => [route, JSON.stringify([state, guards])]),
  );
  const before = inTurn
    ? routesBefore(found.routes, (one, other) => demands.get(one) !== demands.get(other))
    : new Map<FoundRoute, FoundRoute>();
  const routes = [...all].map(([route, report]) => withEarlier(report, before.get(route))).sort(byPath);
  const unprotected = routes.filter(({ state }) => state === "unprotected");
  const opaque = together(found.opaque ?? []);
  const report = { routes, unprotected, opaque };
  // Not enumerable: the report is compared and printed as the plain data that it is.
  return Object.defineProperty(report, "toString", { value: () => reportText(report, remedy) });
}

const withEarlier = (route: ReportedRoute, earlier: FoundRoute | undefined): ReportedRoute =>
  earlier === undefined ? route : { ...route, after: { method: earlier.method, path: earlier.path } };

/** What may answer requests before any guard has seen them. */
export const mayAnswerByItself = (path: string, name: string): OpaquePlace => ({
  path,
  name: name || "a function",
  why: "may answer by itself, and no guard stands before it",
});

// One line for all that stands at one path.
function together(places: readonly OpaquePlace[]): readonly OpaquePlace[] {
  const byPath = new Map<string, OpaquePlace>();
  for (const { path, name, why } of places) {
    const names = byPath.get(`${path} ${why}`)?.name.split(", ") ?? [];
    byPath.set(`${path} ${why}`, { path, name: [...new Set([...names, name])].join(", "), why });
  }
  return [...byPath.values()];
}

function reported({ method, path, marks, openAt }: FoundRoute): ReportedRoute {
  const guards = marks.filter((mark) => mark.kind === "guard");
  const saysOpen = marks.some(({ kind }) => kind === "open");
  const about = (state: ReportedRoute["state"], demands: string) => ({
    method,
    path,
    state,
    demands,
    guards: guards.map((guard) =>
      reportedGuard(guard, policiesOf(guard, method, path), settledDemand(guard, method, path)),
    ),
    ...(openAt !== undefined && { openAt }),
  });
  const shut = marks.find((mark) => mark.kind === "shut");
  if (shut !== undefined) return about("guarded", shut.why);
  if (guards.length === 0)
    return saysOpen
      ? about("open", "open")
      : about("unprotected", `OPEN${openAt === undefined ? "" : ` AT ${openAt}`}, WITHOUT SAYING SO`);
  const told = guards.find((guard) => guard.demands !== undefined)?.demands;
  const demands = told ?? ruleWords(guards.map(({ rule }) => rule ?? {}));
  const policies = policiesInWords(guards.flatMap((guard) => policiesOf(guard, method, path)));
  if (guards.every(({ anonymous }) => anonymous))
    return about("open", `${demands}, which is open${policies}`);
  const byApi = guards.some(({ byApi }) => byApi) ? ", or as its API says" : "";
  const reopened = saysOpen ? "; open() reopens nothing" : "";
  return about("guarded", `${demands}${byApi}${policies}${reopened}`);
}

function reportedGuard(
  { rule = {}, products, anonymous }: GuardMark,
  policies: readonly MarkedPolicy[],
  settled: MarkedDemand | undefined,
): ReportedGuard {
  const { api, anyOf } = rule;
  return {
    products: [...products],
    ...(api !== undefined && { api }),
    ...reportedDemands(rule),
    ...(anyOf !== undefined && { anyOf: anyOf.map(reportedAlternative) }),
    ...(anonymous && { anonymous }),
    ...(policies.length > 0 && { policies: [...policies] }),
    ...(settled !== undefined && { settled }),
  };
}

const reportedAlternative = (alternative: Alternative): ReportedAlternative => ({
  ...(alternative.product !== undefined && { products: [alternative.product].flat() }),
  ...reportedDemands(alternative),
});

const reportedDemands = ({ scopes, roles, accepts, all }: Alternative): ReportedDemands => ({
  ...(scopes !== undefined && { scopes: normalizeDemand(scopes)! }),
  ...(roles !== undefined && { roles: normalizeDemand(roles)! }),
  ...(accepts !== undefined && { accepts: [...accepts] }),
  ...(all === true && { all }),
});

function byPath(one: ReportedRoute, other: ReportedRoute): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return place(one) - place(other) || (one.method < other.method ? -1 : 1);
}

const METHODS = ["ALL", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const place = ({ method }: ReportedRoute) => (METHODS.indexOf(method) + 100) % 100;
