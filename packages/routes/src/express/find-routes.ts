import { markOf, type Mark } from "@product-auth/core/adapter";
import { isDecisive } from "../report/marks-on-the-way.js";
import { joinPaths } from "../report/sample-paths.js";
import { mayAnswerByItself, type FoundRoute } from "../report/route-report.js";
import type { OpaquePlace } from "../report/reported-route.js";
import { declaredPaths } from "./declared-paths.js";
import { marksBefore, onTheWayTo, type Passed } from "./guards-before.js";
import { isForErrors, isLast, isOfExpress, type Declared, type Layer } from "./layers.js";
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
    found.routes.push({ method: "GET", path: mark.path, marks, lettingOn: true });
  }
  if (mark?.kind === "place") {
    const marks: Mark[] = [...marksBefore(way, "ALL"), { kind: "open" }];
    found.routes.push({ method: "ALL", path: joinPaths(path, "/*"), marks, lettingOn: true });
  }
  if (mark !== undefined) return;
  const inner = mountedStack(handle);
  // A router may be mounted in itself.
  if (inner !== undefined && !way.some(({ stack }) => stack === inner)) follow(inner, way, found);
  else if (inner === undefined && mayAnswer(layer, way)) {
    found.opaque.push(mayAnswerByItself(path, handle.name));
  }
}

// Body parsers, CORS and their like stand everywhere, or before routes at their path, and let requests on. What stands
// alone at a path, serves files or cannot let a request on answers some.
function mayAnswer(layer: Layer, way: readonly Passed[]): boolean {
  const { path, stack } = way.at(-1)!;
  const isOrdinary = path === "/" || leadsOn(stack.slice(stack.indexOf(layer) + 1), path);
  if (isOrdinary && !isLast(layer.handle) && layer.handle.name !== "serveStatic") return false;
  return !marksBefore(way, "ALL").some(isDecisive);
}

const leadsOn = (later: readonly Layer[], path: Declared | undefined): boolean =>
  typeof path === "string" &&
  later
    .filter(({ route, handle }) => route !== undefined || mountedStack(handle) !== undefined)
    .some((layer) => declaredPaths(layer).some((each) => `${String(each)}/`.startsWith(`${path}/`)));

function shown(way: readonly Passed[]): string {
  return way.reduce((above, { path }) => {
    if (path === undefined) return joinPaths(above, "/…");
    return typeof path === "string" ? joinPaths(above, path) : `${above === "/" ? "" : above}${String(path)}`;
  }, "/");
}
