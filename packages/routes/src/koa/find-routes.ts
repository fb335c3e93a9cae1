import { markOf, type Mark } from "@product-auth/core/adapter";
import { isDecisive } from "../report/marks-on-the-way.js";
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
    if (mark !== undefined) found.routes.push(...routesOfMark(mark, way));
    else if (router !== undefined) found.routes.push(...routesOf(router, way));
    else if (parts !== undefined) follow(parts.steps, parts.prefix, way, found);
    else found.opaque.push(...opaquePlaces(step, way, prefix !== "/" && steps.length === 1));
  }
}

function routesOf(router: RouterLike, way: readonly Passed[]): readonly FoundRoute[] {
  return router.stack.flatMap((layer) => {
    const kinds = layer.stack.map((step) => markOf(step)?.kind);
    const isPortal = kinds.includes("place");
    // Guards alone, for what comes later.
    if (kinds.every((kind) => kind !== undefined) && !isPortal) return [];
    const path = shown(prefixOf(way), layer.path);
    return methodsOf(layer).map(({ name: method, all: methods }) => {
      const { marks, ...rest } = onTheWayTo(way, { router, layer, methods });
      if (!isPortal) return { method, path, ...rest, marks };
      return {
        method,
        path,
        ...rest,
        marks: [...marks, { kind: "open" as const }],
        lettingOn: true as const,
      };
    });
  });
}

function routesOfMark(mark: Mark, way: readonly Passed[]): readonly FoundRoute[] {
  const marks: Mark[] = [...marksOfSteps(way), { kind: "open" }];
  if (mark.kind === "metadata") return [{ method: "GET", path: mark.path, marks, lettingOn: true }];
  if (mark.kind !== "place") return [];
  return [
    { method: "ALL", path: joinPaths(joinPaths(prefixOf(way), mark.path), "/*"), marks, lettingOn: true },
  ];
}

// Body parsers, CORS and their like let requests on. What is mounted or composed may hide anything; what is mounted
// alone, serves files or cannot let a request on answers some.
function opaquePlaces(step: Step, way: readonly Passed[], isAlone: boolean): readonly OpaquePlace[] {
  const hidden = hiddenIn(step);
  if (hidden === undefined && !isLast(step) && !isAlone && step.name !== "serve") return [];
  if (marksOfSteps(way).some(isDecisive)) return [];
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
