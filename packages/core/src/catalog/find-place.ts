import type { ApiIndex, Place } from "./api-index.js";
import { foldCase, otherReadings, readPath } from "./read-path.js";
import { type Routing, pathOf } from "../request/routing.js";

/** How a request is looked up in a catalog. */
export interface Search {
  readonly method: string;
  /** Path as the client sent it. */
  readonly sent: string;
  readonly routing: Routing;
  /** Whether a path that matches no API may be admitted instead of refused with 404. */
  readonly unmatchedIsOpen: boolean;
  /** Whether the application's routers are case-sensitive. */
  readonly caseSensitive: boolean;
}

/**
 * Finds the API and operation of a request. Returns undefined when the path is ambiguous: two routers would read it as
 * different APIs or operations. The rule must belong to the route that answers, so a matched route is looked up by its
 * own literals, and otherwise all readings of the target must agree.
 */
export function findPlace<P extends string>(index: ApiIndex<P>, search: Search): Place<P> | undefined {
  const { sent, routing } = search;
  let found: Place<P> | undefined;
  for (const target of routing.targets) {
    const path = pathOf(target);
    // A malformed target is refused, whatever a router has made of it.
    if (path !== sent && readPath(sent) === undefined) return undefined;
    const place = placeOfTarget(index, search, path);
    if (place === undefined) return undefined;
    // When unmatched paths are 404, a target that matches no API cannot open anything, so it may be ignored.
    const matchesNone = place.api === undefined && !search.unmatchedIsOpen;
    if (found === undefined || (found.api === undefined && !search.unmatchedIsOpen)) found = place;
    else if (!matchesNone && !same(found, place)) return undefined;
  }
  return found;
}

function placeOfTarget<P extends string>(
  index: ApiIndex<P>,
  search: Search,
  path: string,
): Place<P> | undefined {
  const segments = readPath(path);
  if (segments === undefined) return undefined;
  const { route } = search.routing;
  if (route === undefined) return placeOfPath(index, search, path, segments);
  return placeOfRoute(index, search, path, segments, route);
}

function placeOfPath<P extends string>(
  index: ApiIndex<P>,
  search: Search,
  path: string,
  segments: readonly string[],
  literals: readonly string[] = [],
): Place<P> | undefined {
  const { method } = search;
  // The literals that the router matched replace the segments as sent.
  const asMatched = (read: readonly string[]) =>
    literals.length === 0 ? read : [...literals, ...read.slice(literals.length)];
  const folded = (read: readonly string[]) => index.find(method, asMatched(read).map(foldCase), "folded");
  const place = folded(segments);
  if (!index.hasCapitals && IN_ONE_WAY.test(path)) return place;
  for (const reading of otherReadings(path))
    if (reading === undefined || !same(folded(reading), place)) return undefined;
  const exact = index.find(method, asMatched(segments), "exact");
  return agrees(exact, place, search) ? place : undefined;
}

/** Paths without capitals, escapes and semicolons have one reading only. */
const IN_ONE_WAY = /^[^A-Z%;]*$/;

const same = (one: Place, other: Place) => one.api === other.api && one.operation === other.operation;

// Most routers ignore case, some do not. To a case-sensitive router `/Orders` is not the API at `orders`. That is harmless
// when it answers 404, and ambiguous when it routes to another API, another operation, or an unmatched path that is open.
function agrees(exact: Place, place: Place, { unmatchedIsOpen, caseSensitive }: Search): boolean {
  if (caseSensitive) return same(exact, place);
  if (exact.api === undefined) return place.api === undefined || !unmatchedIsOpen;
  return exact.api === place.api && (exact.operation === undefined || exact.operation === place.operation);
}

function placeOfRoute<P extends string>(
  index: ApiIndex<P>,
  search: Search,
  path: string,
  segments: readonly string[],
  route: string,
): Place<P> | undefined {
  const { folded, literals, wildcard, optional } = index.routes.get(route);
  const byPath = () => placeOfPath(index, search, path, segments, literals);
  // Behind a wildcard, the handler parses the rest of the path itself.
  if (wildcard && literals.length === folded.length) return byPath();
  const place = index.find(search.method, folded, "folded");
  // The literals match no API, so the parameters select it.
  if (place.api === undefined) return byPath();
  // An optional parameter may be missing; any other is empty behind a slash at the end, and its route answers.
  const withEmpty = segments.length + (path.endsWith("/") && !optional ? 1 : 0);
  const wholePath = !wildcard && (folded.length === segments.length || folded.length === withEmpty);
  if (place.operation === "any" || (wholePath && place.operation !== undefined)) return place;
  // No template covers the whole route, but one may match the values of its parameters.
  const closer = byPath();
  return closer === undefined || closer.api === place.api ? closer : { api: place.api, operation: undefined };
}
