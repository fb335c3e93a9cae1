import type { PathRoute } from "../path-set-up.js";
import { isLiteral, textOf } from "./routes-of.js";

/** Routes by their first segment, where that is literal: what is mounted there. */
export function mounted(routes: readonly PathRoute[]): ReadonlyMap<string, readonly PathRoute[]> {
  const mounts = new Map<string, PathRoute[]>();
  for (const route of routes) {
    const [first] = route.pieces;
    if (typeof first !== "string") continue;
    const known = mounts.get(first);
    if (known === undefined) mounts.set(first, [route]);
    else known.push(route);
  }
  return mounts;
}

/** A route as the router declares it that is mounted at its first segments. */
export const below = (route: PathRoute, depth = 1): PathRoute => ({
  ...route,
  pieces: route.pieces.slice(depth),
});

/** In place of each literal route one for everything below it, the longest first: proxies, static files. */
export const wildBelow = (routes: readonly PathRoute[]): readonly PathRoute[] =>
  routes
    .filter((route) => isLiteral(route))
    .map(({ pieces, methods }): PathRoute => {
      const wild = [...pieces, { rest: "rest" }];
      return { id: textOf(wild), methods, pieces: wild };
    })
    .sort((one, other) => other.pieces.length - one.pieces.length);
