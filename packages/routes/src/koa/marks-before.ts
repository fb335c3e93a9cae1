import { markOf, type Mark } from "@product-auth/core/adapter";
import { joinPaths, NO_SAMPLES, samplesOf, type Samples } from "../report/sample-paths.js";
import { marksOnTheWay, type OnTheWay } from "../report/marks-on-the-way.js";
import { partsOf } from "./parts.js";
import type { Step } from "./router-like.js";
import {
  beginsAlike,
  isEverywhere,
  isFickle,
  isFor,
  isForAll,
  isPattern,
  routerOf,
  type Layer,
  type RouterLike,
} from "./router-like.js";

/** A list of steps on the way to a route: what it is mounted at, and what comes before. */
export interface Passed {
  readonly prefix: string;
  readonly before: readonly Step[];
}

/** A route in its router. */
export interface Route {
  readonly router: RouterLike;
  readonly layer: Layer;
  readonly methods: readonly string[];
}

/** What every request meets before it comes to the handler of a route. */
export function onTheWayTo(way: readonly Passed[], route: Route): OnTheWay {
  const samples = samplesFor(route.layer);
  return marksOnTheWay(
    samples.paths,
    (paths) => marksOfRoute(way, route, { ...samples, paths }),
    (path) => route.layer.match(path),
  );
}

function marksOfRoute(way: readonly Passed[], route: Route, own: Samples): readonly Mark[] {
  const { router, layer, methods } = route;
  const outside = way.flatMap(({ before }, at) => {
    // A list is below its own mounts already.
    const prefix = prefixOf(way.slice(at + 1));
    const samples = { ...own, paths: own.paths.map((path) => joinPaths(prefix, path)) };
    return before.flatMap((step) => marksIn(step, samples, methods));
  });
  const earlier = router.exclusive === true ? [] : router.stack.slice(0, router.stack.indexOf(layer));
  const inside = earlier
    .filter((each) => (meets(each, own) || beginsAlike(each, layer)) && isFor(each, methods))
    .flatMap(({ stack }) => marksAmong(stack));
  return [...outside, ...inside, ...marksAmong(beforeHandler(layer.stack))];
}

/** Marks that every request meets in these steps. */
export const marksOfSteps = (way: readonly Passed[]): readonly Mark[] =>
  way.flatMap(({ before }) => marksAmong(before));

/** Where the last of these lists is mounted. */
export const prefixOf = (way: readonly Passed[]): string =>
  way.reduce((above, { prefix }) => joinPaths(above, prefix), "/");

/** Whether a handler has no way to let a request on. With no parameters it may be a wrapper that can. */
export const isLast = (step: Step): boolean => step.length === 1;

function samplesFor(layer: Layer): Samples {
  const { path, opts } = layer;
  if (typeof path !== "string" || opts?.pathAsRegExp === true) return NO_SAMPLES;
  return samplesOf(path, "path-to-regexp", (sample) => layer.match(sample));
}

// Samples say nothing of a pattern: it may leave out just the path that matters.
function meets(layer: Layer, { paths, literal }: Samples): boolean {
  if (isEverywhere(layer)) return true;
  if (paths.length === 0 || isFickle(layer) || (isPattern(layer) && !literal)) return false;
  return paths.every((path) => layer.match(path));
}

function marksIn(step: Step, samples: Samples, methods: readonly string[]): readonly Mark[] {
  const mark = markOf(step);
  if (mark !== undefined) return [mark];
  const parts = partsOf(step);
  if (parts !== undefined) {
    const below = samples.paths.map((path) => pathBelow(parts.prefix, path));
    if (parts.prefix !== "/" && (below.length === 0 || below.includes(undefined))) return [];
    const paths = below.filter((path) => path !== undefined);
    return parts.steps.flatMap((part) => marksIn(part, { ...samples, paths }, methods));
  }
  const router = routerOf(step);
  return router === undefined ? [] : marksThrough(router, samples, methods);
}

/** Marks that a request meets that runs into a router and comes out again. */
function marksThrough(router: RouterLike, samples: Samples, methods: readonly string[]): readonly Mark[] {
  const met = router.stack.filter((layer) => meets(layer, samples) && isFor(layer, methods));
  // Without a route of its own a router lets a request on as it is, and an exclusive one runs one layer of several.
  if (router.exclusive === true || !isForAll(router) || !met.some((layer) => layer.methods.length > 0))
    return [];
  return met.flatMap(({ stack }) => marksAmong(stack));
}

const marksAmong = (steps: readonly Step[]) => steps.flatMap((step) => markOf(step) ?? []);

/** What stands before the handler: the first that lets no request on, or else the last one. */
function beforeHandler(steps: readonly Step[]): readonly Step[] {
  const isHandler = (step: Step) => markOf(step) === undefined;
  const first = steps.findIndex((step) => isHandler(step) && isLast(step));
  const handler = first === -1 ? steps.findLastIndex(isHandler) : first;
  return handler === -1 ? steps : steps.slice(0, handler);
}

// As koa-mount does it: letter by letter.
function pathBelow(prefix: string, path: string): string | undefined {
  if (prefix === "/") return path;
  if (!path.startsWith(prefix)) return undefined;
  const rest = path.slice(prefix.length) || "/";
  return prefix.endsWith("/") || rest.startsWith("/") ? rest : undefined;
}
