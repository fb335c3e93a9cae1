import { markOf, type Mark } from "@product-auth/core/adapter";
import { joinPaths } from "../report/sample-paths.js";
import { mayAnswerByItself, type FoundRoute } from "../report/route-report.js";
import type { OpaquePlace } from "../report/reported-route.js";
import { isLast, marksOfSteps, onTheWayTo, prefixOf, type Passed } from "./marks-before.js";
import { partsOf } from "./parts.js";
import type { Step } from "./router-like.js";
import { methodsOf, routerOf, type RouterLike } from "./router-like.js";

/** All that answers requests in these steps. */
export interface Findings {
  readonly routes: FoundRoute[];
  readonly opaque: OpaquePlace[];
}

/** Goes through these steps in their order, and notes what each request meets on its way to a route. */
export function findRoutes(steps: readonly Step[]): Findings {
  const found: Findings = { routes: [], opaque: [] };
  follow(steps, "/", [], found);
  return found;
}

function follow(steps: readonly Step[], prefix: string, above: readonly Passed[], found: Findings): void {
  for (const [at, step] of steps.entries()) {
    const way = [...above, { prefix, before: steps.slice(0, at) }];
    const router = routerOf(step);
    const parts = partsOf(step);
    const mark = markOf(step);
    if (mark !== undefined) found.routes.push(...metadataRoute(mark, way));
    else if (router !== undefined) found.routes.push(...routesOf(router, way));
    else if (parts !== undefined) follow(parts.steps, parts.prefix, way, found);
    else found.opaque.push(...opaquePlaces(step, way, prefix !== "/" && steps.length === 1));
  }
}

function routesOf(router: RouterLike, way: readonly Passed[]): readonly FoundRoute[] {
  return router.stack.flatMap((layer) => {
    // Guards alone, for what comes later.
    if (layer.stack.every((step) => markOf(step) !== undefined)) return [];
    const path = shown(prefixOf(way), layer.path);
    return methodsOf(layer).map(({ name: method, all: methods }) => ({
      method,
      path,
      ...onTheWayTo(way, { router, layer, methods }),
    }));
  });
}

function metadataRoute(mark: Mark, way: readonly Passed[]): readonly FoundRoute[] {
  if (mark.kind !== "metadata") return [];
  return [{ method: "GET", path: mark.path, marks: [...marksOfSteps(way), { kind: "open" }] }];
}

// Body parsers, CORS and their like let requests on. What is mounted or composed may hide anything; what is mounted
// alone, serves files or cannot let a request on answers some.
function opaquePlaces(step: Step, way: readonly Passed[], isAlone: boolean): readonly OpaquePlace[] {
  const hidden = hiddenIn(step);
  if (hidden === undefined && !isLast(step) && !isAlone && step.name !== "serve") return [];
  if (marksOfSteps(way).some(({ kind }) => kind !== "metadata")) return [];
  return [mayAnswerByItself(prefixOf(way), hidden ?? step.name)];
}

// Neither koa-mount nor koa-compose gives what it makes a name, so it is known by its text.
function hiddenIn(step: Step): string | undefined {
  const text = String(step);
  if (text.includes("mountPath")) return "something mounted (koa-mount)";
  return /\bdispatch\s*\(0\)/.test(text) ? "something composed (koa-compose)" : undefined;
}

function shown(prefix: string, path: string | RegExp): string {
  return typeof path === "string"
    ? joinPaths(prefix, path)
    : `${prefix === "/" ? "" : prefix}${String(path)}`;
}
