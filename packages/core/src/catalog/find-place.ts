import type { ApiIndex, Place } from "./api-index.js";
import { foldCase, otherReadings, readPath } from "./read-path.js";
import { type Routing, pathOf } from "../request/routing.js";

/** How a request is looked up in a catalog. */
export interface Search {
  readonly method: string;
  /** Path as the client sent it. */
  readonly sent: string;
  readonly routing: Routing;
  /** Whether a path of no API is open to more callers than 404: then it is a place like any other. */
  readonly outsideIsAPlace: boolean;
  /** Whether the routers are known to tell capitals apart. */
  readonly caseSensitive: boolean;
}

/**
 * The place that a request goes to; undefined when its target leads to one API or operation as one router reads it, and
 * to another as another one does. Whatever decides by path must decide for the route that answers: a matched route
 * decides by its own literals, and elsewhere every reading of the target has to agree.
 */
export function findPlace<P extends string>(index: ApiIndex<P>, search: Search): Place<P> | undefined {
  const { sent, routing } = search;
  let found: Place<P> | undefined;
  for (const target of routing.targets) {
    const path = pathOf(target);
    // Whatever a router has made of it, a target that is malformed is nothing to decide by.
    if (path !== sent && readPath(sent) === undefined) return undefined;
    const place = placeOfTarget(index, search, path);
    if (place === undefined) return undefined;
    // Where a path of no API is 404, a target that leads nowhere takes nothing away from one that leads to an API.
    const leadsNowhere = place.api === undefined && !search.outsideIsAPlace;
    if (found === undefined || (found.api === undefined && !search.outsideIsAPlace)) found = place;
    else if (!leadsNowhere && !same(found, place)) return undefined;
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
  // A router that has matched these segments says how they are meant.
  const meant = (read: readonly string[]) =>
    literals.length === 0 ? read : [...literals, ...read.slice(literals.length)];
  const folded = (read: readonly string[]) => index.find(method, meant(read).map(foldCase), "folded");
  const place = folded(segments);
  if (!index.hasCapitals && IN_ONE_WAY.test(path)) return place;
  for (const reading of otherReadings(path))
    if (reading === undefined || !same(folded(reading), place)) return undefined;
  const exact = index.find(method, meant(segments), "exact");
  return agrees(exact, place, search) ? place : undefined;
}

/** Paths without capitals, escapes and semicolons: all readings are one. */
const IN_ONE_WAY = /^[^A-Z%;]*$/;

const same = (one: Place, other: Place) => one.api === other.api && one.operation === other.operation;

// Most routers do not tell capitals apart, some do. For these, `/Orders` is not the API at `orders`: nothing comes of that
// where they answer 404, and it is refused where they go to another API, another operation, or a path of no API that is
// open to some.
function agrees(exact: Place, place: Place, { outsideIsAPlace, caseSensitive }: Search): boolean {
  if (caseSensitive) return same(exact, place);
  if (exact.api === undefined) return place.api === undefined || !outsideIsAPlace;
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
  // Behind a wildcard, the handler reads the path by itself.
  if (wildcard && literals.length === folded.length) return byPath();
  const place = index.find(search.method, folded, "folded");
  // The literals lie in no API: then the parameters say which is meant.
  if (place.api === undefined) return byPath();
  // An optional parameter may be missing; any other is empty behind a slash at the end, and its route answers.
  const withEmpty = segments.length + (path.endsWith("/") && !optional ? 1 : 0);
  const wholePath = !wildcard && (folded.length === segments.length || folded.length === withEmpty);
  if (place.operation === "any" || (wholePath && place.operation !== undefined)) return place;
  // No template is as wide as the route, but one may fit what its parameters hold.
  const closer = byPath();
  return closer === undefined || closer.api === place.api ? closer : { api: place.api, operation: undefined };
}
