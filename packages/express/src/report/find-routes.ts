import { joinPaths, markOf, type FoundRoute, type Mark, type OpaquePlace } from "@product-auth/core";
import { declaredPaths } from "./declared-paths.js";
import { marksBefore, onTheWayTo, type Passed } from "./guards-before.js";
import { isForErrors, isLast, isOfExpress, type Layer } from "./layers.js";
import { methodsOf } from "./route-steps.js";
import { mountedStack } from "./routers.js";

/** All that answers requests below these steps. */
export interface Findings {
  readonly routes: FoundRoute[];
  readonly opaque: OpaquePlace[];
}

/** Follows every way through these steps, and notes what each request meets on it. */
export function findRoutes(stack: readonly Layer[]): Findings {
  const found: Findings = { routes: [], opaque: [] };
  follow(stack, [], found);
  return found;
}

function follow(stack: readonly Layer[], above: readonly Passed[], found: Findings): void {
  for (const [at, layer] of stack.entries()) {
    if (isOfExpress(layer) || isForErrors(layer)) continue;
    const before = stack.slice(0, at);
    for (const path of declaredPaths(layer)) visit(layer, [...above, { layer, path, before, stack }], found);
  }
}

function visit(layer: Layer, way: readonly Passed[], found: Findings): void {
  const { route, handle } = layer;
  const path = shown(way);
  if (route !== undefined) {
    for (const method of methodsOf(route)) {
      found.routes.push({ method, path, ...onTheWayTo(way, method) });
    }
    return;
  }
  const mark = markOf(handle);
  if (mark?.kind === "metadata") {
    const marks: Mark[] = [...marksBefore(way, "GET"), { kind: "open" }];
    found.routes.push({ method: "GET", path: mark.path, marks });
  }
  if (mark !== undefined) return;
  const inner = mountedStack(handle);
  // A router may be mounted in itself.
  if (inner !== undefined && !way.some(({ stack }) => stack === inner)) follow(inner, way, found);
  else if (inner === undefined) look(layer, way, path, found);
}

// Body parsers, CORS and their like stand at "/" and let requests on. What stands elsewhere, or cannot let them on,
// answers some.
function look(layer: Layer, way: readonly Passed[], path: string, found: Findings): void {
  const { handle } = layer;
  const name = handle.name || "a function";
  if (way.at(-1)!.path === "/" && !isLast(handle) && name !== "serveStatic") return;
  if (marksBefore(way, "ALL").some(({ kind }) => kind !== "metadata")) return;
  const known = found.opaque.findIndex((place) => place.path === path);
  const all = known === -1 ? name : `${found.opaque[known]!.name}, ${name}`;
  const place = { path, name: all, why: "may answer by itself, and no guard stands before it" };
  found.opaque.splice(known === -1 ? found.opaque.length : known, 1, place);
}

function shown(way: readonly Passed[]): string {
  return way.reduce((above, { path }) => {
    if (path === undefined) return joinPaths(above, "/…");
    return typeof path === "string" ? joinPaths(above, path) : `${above === "/" ? "" : above}${String(path)}`;
  }, "/");
}
