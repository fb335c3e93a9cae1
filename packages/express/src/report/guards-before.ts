import { markOf, marksOnTheWay, type Mark, type OnTheWay } from "@product-auth/core/adapter";
import { isForErrors, isOfExpress, type Handle, type Layer } from "./layers.js";
import { belowOf, meets, misses, samplesOf, type Samples, type Stop } from "./matching.js";
import { marksOfRoute, stepsFor } from "./route-steps.js";
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
  return marksOnTheWay(samplesOf(way).paths, (paths) => [...marksBefore(way, method, paths), ...own]);
}

/** Marks that every request meets that takes these paths through all of these stops. */
export function marksBefore(
  way: readonly Passed[],
  method: string,
  paths: readonly string[] = samplesOf(way).paths,
): readonly Mark[] {
  let samples: Samples = { ...samplesOf(way), paths };
  return way.flatMap(({ before, layer }, at) => {
    // Where a path further out is not known, what is known begins here.
    const here = paths.length > 0 ? samples : samplesOf(way.slice(at));
    samples = belowOf(layer, samples);
    return before.flatMap((each) => marksIn(each, here, method));
  });
}

/** Marks that no request can go round when it runs into a step and comes out again. */
function marksIn(layer: Layer, samples: Samples, method: string): readonly Mark[] {
  if (!meets(layer, samples)) return [];
  const { route, handle } = layer;
  if (route !== undefined) return leading(stepsFor(route, method) ?? []);
  const mark = markOf(handle);
  if (mark !== undefined) return [mark];
  const inner = mountedStack(handle);
  return inner === undefined ? [] : leadingLayers(inner, belowOf(layer, samples), method);
}

// `next("router")` leaves a router, `next("route")` a route: what follows a foreign step may be jumped over.
function leadingLayers(stack: readonly Layer[], samples: Samples, method: string): readonly Mark[] {
  const marks: Mark[] = [];
  for (const layer of stack) {
    if (isOfExpress(layer) || isForErrors(layer) || misses(layer, samples)) continue;
    const found = marksIn(layer, samples, method);
    if (found.length === 0) break;
    marks.push(...found);
  }
  return marks;
}

function leading(steps: readonly Handle[]): readonly Mark[] {
  const marks = steps.map(markOf);
  const end = marks.indexOf(undefined);
  return (end === -1 ? marks : marks.slice(0, end)).filter((mark) => mark !== undefined);
}
