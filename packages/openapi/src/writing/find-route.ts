import type { KeyPlace } from "@product-auth/core";
import { pathKey } from "../document/path-key.js";
import type { Demands } from "../security/need.js";
import { demandsOfRoute, type RouteDemands } from "./demands-of-route.js";
import type { DescribedRoute, DescribedRoutes } from "./described-route.js";

/** What the application has at a method and path. */
export interface FoundRoute {
  readonly route: DescribedRoute;
  /** Undefined when the report cannot tell. */
  readonly demands: Demands | undefined;
  readonly keys: readonly KeyPlace[];
  /** The route before it that may answer instead, with other demands. */
  readonly answeredBy?: DescribedRoute;
}

/** Looks up the routes of a report; undefined for a method and path without one. */
export type RouteFinder = (method: string, path: string) => FoundRoute | undefined;

/**
 * Makes a finder over a report. A route for every method counts for the methods that have no route. When several routes with
 * different demands have one method and path, the report cannot tell which of them answers.
 */
export function routeFinder({ routes }: DescribedRoutes): RouteFinder {
  const byPath = new Map<string, DescribedRoute[]>();
  for (const route of routes) {
    const key = pathKey(route.path);
    byPath.set(key, [...(byPath.get(key) ?? []), route]);
  }
  return (method, path) => {
    const at = byPath.get(pathKey(path)) ?? [];
    const ofMethod = (wanted: string) => at.filter((route) => route.method === wanted);
    // The frameworks answer HEAD by the route for GET, where there is none for HEAD.
    const named = ofMethod(method);
    const own = named.length === 0 && method === "HEAD" ? ofMethod("GET") : named;
    const candidates = [...own, ...ofMethod("ALL")];
    const [route] = candidates;
    if (route === undefined) return undefined;
    const found = candidates.map(demandsOfRoute);
    const [first] = found;
    const answeredBy = candidates
      .map(before)
      .find((earlier) => earlier && !isSame(demandsOfRoute(earlier), first));
    if (answeredBy !== undefined) return { route, demands: undefined, keys: [], answeredBy };
    const isOne = found.every((other) => isSame(first, other));
    return isOne && first !== undefined ? { route, ...first } : { route, demands: undefined, keys: [] };
  };

  function before({ after }: DescribedRoute): DescribedRoute | undefined {
    if (after === undefined) return undefined;
    return byPath
      .get(pathKey(after.path))
      ?.find(({ method, path }) => method === after.method && path === after.path);
  }
}

const isSame = (one: RouteDemands | undefined, other: RouteDemands | undefined): boolean =>
  JSON.stringify(one?.demands) === JSON.stringify(other?.demands);
