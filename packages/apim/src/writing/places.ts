import type { Point } from "./points.js";

/** Where a policy stands in a catalog: `global`, `product:p`, `api:a` or `operation:a/o`. */
export type PlaceName = string;

/** Where a policy stands; nothing for the whole instance. */
export interface Standing {
  readonly product?: string;
  readonly api?: string;
  readonly operation?: string;
}

/** A place of a catalog, and the points that its policies apply to. */
export interface Place {
  readonly name: PlaceName;
  readonly standing: Standing;
  readonly points: ReadonlySet<Point>;
}

/** Where a rule stands so that it applies to its points and to no others. */
export interface Cover {
  readonly places: readonly Place[];
  /** Points that no place of a catalog covers alone. */
  readonly left: readonly Point[];
}

/** The places of a catalog with these points. */
export interface Places {
  readonly global: Place;
  /** Products, APIs and operations. */
  readonly byName: ReadonlyMap<PlaceName, Place>;
}

export function placesOf(points: readonly Point[]): Places {
  const byName = new Map<PlaceName, Place & { readonly points: Set<Point> }>();
  for (const point of points) {
    for (const standing of Object.values(standingsOf(point))) {
      const name = nameOf(standing);
      const place = byName.get(name) ?? { name, standing, points: new Set() };
      byName.set(name, place);
      place.points.add(point);
    }
  }
  return { global: { name: "global", standing: {}, points: new Set(points) }, byName };
}

/** Where a policy stands that applies to a point, but for the whole instance. */
const standingsOf = ({ product, api, operation }: Point): Readonly<Record<string, Standing>> => ({
  api: { api },
  ...(operation !== undefined && { operation: { api, operation } }),
  ...(product !== undefined && { product: { product } }),
});

/** The name of a place, as scopes of rules write it. */
export function nameOf({ product, api, operation }: Standing): PlaceName {
  if (product !== undefined) return `product:${product}`;
  if (api === undefined) return "global";
  return operation === undefined ? `api:${api}` : `operation:${api}/${operation}`;
}

/**
 * The widest places that hold exactly these points, the rule's own scope first. A point may be covered twice: a check
 * that is made twice, and a counter that is raised once, decide as one.
 */
export function coverOf(wanted: ReadonlySet<Point>, scope: string, { global, byName }: Places): Cover {
  const covered = new Set<Point>();
  const chosen: Place[] = [];
  const choose = (place: Place | undefined) => {
    const its = [...(place?.points ?? [])];
    if (place === undefined || its.every((point) => covered.has(point))) return;
    if (!its.every((point) => wanted.has(point))) return;
    chosen.push(place);
    for (const point of its) covered.add(point);
  };
  const own = byName.get(scope);
  if (own?.points.size === wanted.size) choose(own);
  if (global.points.size === wanted.size) choose(global);
  choose(own);
  for (const kind of ["api", "operation", "product"]) {
    const standings = [...wanted].map((point) => standingsOf(point)[kind]).filter((one) => one !== undefined);
    for (const name of new Set(standings.map(nameOf))) choose(byName.get(name));
  }
  return { places: chosen, left: [...wanted].filter((point) => !covered.has(point)) };
}

/** The narrower places that are the same together; none where there are none. */
export function narrower({ standing, points }: Place, { byName }: Places): readonly Place[] {
  const { product, api, operation } = standing;
  if (product !== undefined || operation !== undefined) return [];
  const kind = api === undefined ? "api" : "operation";
  const standings = [...points].map((point) => standingsOf(point)[kind]).filter((one) => one !== undefined);
  return [...new Set(standings.map(nameOf))].map((name) => byName.get(name)!);
}
