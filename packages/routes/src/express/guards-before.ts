import { markOf, type Mark } from "@product-auth/core/adapter";
import type { Samples } from "../report/sample-paths.js";
import { marksOnTheWay, type OnTheWay } from "../report/marks-on-the-way.js";
import { isForErrors, isOfExpress, type Layer } from "./layers.js";
import { beginsAlike, belowOf, meets, misses, samplesAt, takes, type Stop } from "./matching.js";
import { asked, leadingSteps, marksOfRoute, type Asked } from "./route-steps.js";
import { mountedStack } from "./routers.js";

/** A stop, with the router it belongs to and the steps that this has before it. */
export interface Passed extends Stop {
  readonly stack: readonly Layer[];
  readonly before: readonly Layer[];
}

/** What every request with this method meets before it comes to the handler of a route. */
export function onTheWayTo(way: readonly Passed[], method: string): OnTheWay {
  const { route } = way.at(-1)!.layer;
  const own = route === undefined ? [] : marksOfRoute(route, method);
  return marksOnTheWay(
    samplesAt(way).paths,
    (paths) => [...marksBefore(way, method, paths), ...own],
    (path) => takes(way, path),
  );
}

/** Marks that every request meets that takes these paths through all of these stops. */
export function marksBefore(
  way: readonly Passed[],
  method: string,
  paths: readonly string[] = samplesAt(way).paths,
): readonly Mark[] {
  let samples: Samples = { ...samplesAt(way), paths };
  const request = asked(method, way.at(-1)?.layer.route);
  return way.flatMap((stop, at) => {
    // Where a path further out is not known, what is known begins here.
    const here = samples.paths.length > 0 ? samples : samplesAt(way.slice(at));
    samples = belowOf(stop.layer, here);
    return stop.before.flatMap((each) => marksIn(each, here, request, stop));
  });
}

/** Marks that no request can go round when it runs into a step and comes out again. */
function marksIn(layer: Layer, samples: Samples, request: Asked, later?: Stop): readonly Mark[] {
  const isMet = meets(layer, samples);
  if (!isMet && (later === undefined || !beginsAlike(layer, later))) return [];
  const { route, handle } = layer;
  if (route !== undefined) return leadingSteps(route, request).flatMap((step) => markOf(step) ?? []);
  const mark = markOf(handle);
  if (mark !== undefined) return [mark];
  const inner = mountedStack(handle);
  return inner === undefined || !isMet ? [] : leadingLayers(inner, belowOf(layer, samples), request);
}

// `next("router")` leaves a router, `next("route")` a route: what follows a foreign step may be jumped over.
function leadingLayers(stack: readonly Layer[], samples: Samples, request: Asked): readonly Mark[] {
  const marks: Mark[] = [];
  for (const layer of stack) {
    if (isOfExpress(layer) || isForErrors(layer) || misses(layer, samples)) continue;
    marks.push(...marksIn(layer, samples, request));
    if (mayJump(layer)) break;
  }
  return marks;
}

// What is mounted leaves its own router only.
function mayJump({ route, handle }: Layer): boolean {
  if (route !== undefined) return route.stack.some((step) => markOf(step.handle) === undefined);
  return markOf(handle) === undefined && mountedStack(handle) === undefined;
}
