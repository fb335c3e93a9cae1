import { isExact, PARAMETER, shapesOf, type PathShape, type Segment } from "./path-shapes.js";

/** What is asked of a route. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly lettingOn?: true;
}

/**
 * For each route the first one before it, in the order of the application, that takes every request for it and is judged by
 * `differs` to demand something else. A router that asks its routes in turn may never come to the later one. Routes with one
 * pattern are no such pair: they are in the report under one path.
 */
export function routesBefore<R extends Route>(
  routes: readonly R[],
  differs: (one: R, other: R) => boolean,
): ReadonlyMap<R, R> {
  const found = new Map<R, R>();
  const before: Shaped<R>[] = [];
  for (const route of routes) {
    const shaped = { route, shapes: shapesOf(route.path, "path-to-regexp") };
    const first = before.find((earlier) => takesAllOf(earlier, shaped) && differs(earlier.route, route));
    if (first !== undefined) found.set(route, first.route);
    // A literal path takes the requests for itself only.
    if (route.lettingOn !== true && shaped.shapes.some(isGeneric)) before.push(shaped);
  }
  return found;
}

interface Shaped<R extends Route> {
  readonly route: R;
  readonly shapes: readonly PathShape[];
}

const isGeneric = ({ segments, tail }: PathShape): boolean => tail === "any" || segments.includes(PARAMETER);

function takesAllOf(earlier: Shaped<Route>, later: Shaped<Route>): boolean {
  const [method, wanted] = [earlier.route.method, later.route.method];
  const isMethod = method === wanted || method === "ALL" || (method === "GET" && wanted === "HEAD");
  return isMethod && takes(earlier.shapes, later.shapes) && !takes(later.shapes, earlier.shapes);
}

const takes = (one: readonly PathShape[], other: readonly PathShape[]): boolean =>
  other.every((shape) => one.some((each) => isExact(each) && takesShape(each, shape)));

function takesShape(one: PathShape, other: PathShape): boolean {
  const [length, wanted] = [one.segments.length, other.segments.length];
  // A wildcard wants something: /files/*path does not take /files.
  const isLong =
    one.tail === "any"
      ? length < wanted || (length === wanted && other.tail === "any")
      : length === wanted && other.tail === "none";
  return isLong && one.segments.every((segment, at) => takesSegment(segment, other.segments[at]!));
}

// Most routers do not tell capitals apart.
const takesSegment = (one: Segment, other: Segment): boolean =>
  typeof one === "symbol" || (typeof other === "string" && one.toLowerCase() === other.toLowerCase());
