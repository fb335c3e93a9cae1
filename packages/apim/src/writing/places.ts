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
  readonly products: readonly Place[];
  readonly apis: readonly Place[];
  readonly operations: readonly Place[];
}

export function placesOf(points: readonly Point[]): Places {
  const where = (standingOf: (point: Point) => Standing | undefined): readonly Place[] => {
    const found = new Map<PlaceName, Place & { readonly points: Set<Point> }>();
    for (const point of points) {
      const standing = standingOf(point);
      if (standing === undefined) continue;
      const name = nameOf(standing);
      const place = found.get(name) ?? { name, standing, points: new Set() };
      found.set(name, place);
      place.points.add(point);
    }
    return [...found.values()];
  };
  return {
    global: { name: "global", standing: {}, points: new Set(points) },
    products: where(({ product }) => (product === undefined ? undefined : { product })),
    apis: where(({ api }) => ({ api })),
    operations: where(({ api, operation }) => (operation === undefined ? undefined : { api, operation })),
  };
}

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
export function coverOf(wanted: ReadonlySet<Point>, scope: string, places: Places): Cover {
  const covered = new Set<Point>();
  const chosen: Place[] = [];
  const choose = (candidates: readonly Place[]) => {
    for (const place of candidates) {
      const its = [...place.points];
      if (its.length === 0 || its.every((point) => covered.has(point))) continue;
      if (!its.every((point) => wanted.has(point))) continue;
      chosen.push(place);
      for (const point of its) covered.add(point);
    }
  };
  const { global, products, apis, operations } = places;
  const own = [...products, ...apis, ...operations].find(({ name }) => name === scope);
  if (own?.points.size === wanted.size) choose([own]);
  choose([global]);
  if (own !== undefined) choose([own]);
  choose(apis);
  choose(operations);
  choose(products);
  return { places: chosen, left: [...wanted].filter((point) => !covered.has(point)) };
}

/** The narrower places that are the same together; none where there are none. */
export function narrower({ name, points }: Place, { apis, operations }: Places): readonly Place[] {
  if (name === "global") return apis;
  if (!name.startsWith("api:")) return [];
  return operations.filter((place) => [...place.points].every((point) => points.has(point)));
}
