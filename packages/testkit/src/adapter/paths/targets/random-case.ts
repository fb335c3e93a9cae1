import { segmentsOf, type PathCatalog } from "../catalogs/path-catalog.js";
import type { Chance } from "../chance.js";
import type { PathRoute, PathSetUp, Piece } from "../path-set-up.js";
import { canonicalSegment, canonicalTarget, plainValue } from "./canonical.js";
import { isSendable } from "./is-sendable.js";
import { randomMutation } from "./mutation.js";
import { plain, textOfTarget, type PathCase, type Target } from "./path-case.js";

/** A case that may find a difference between what is guarded and what answers. */
export function randomCase(
  chance: Chance,
  catalog: PathCatalog,
  routes: readonly PathRoute[],
  setUp: PathSetUp,
): PathCase {
  const target = () => randomTarget(chance, catalog, routes);
  const sent = () => {
    for (let tries = 0; tries < 20; tries++) {
      const made = target();
      if (isSendable(textOfTarget(made), setUp)) return made;
    }
    return plain("/stock");
  };
  const method = chance.pick(["GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS"]);
  if (setUp.rewrites !== undefined && chance.percent(25))
    return withoutPrefix(chance, target().base, catalog);
  return {
    method,
    target: sent(),
    ...(setUp.rewrites !== undefined && chance.percent(70) && { rewrite: target() }),
    ...(setUp.overridesMethod === true && chance.percent(70) && { override: chance.pick(["GET", "POST"]) }),
  };
}

/** The everyday rewriting: the first segments are taken off. */
function withoutPrefix(chance: Chance, rewritten: string, { apis }: PathCatalog): PathCase {
  const prefix = chance
    .pick([...apis.map(({ path }) => path).filter((path) => path !== ""), "api"])
    .split("/")
    .map(canonicalSegment);
  return { method: "GET", target: plain(`/${prefix.join("/")}${rewritten}`), rewrite: plain(rewritten) };
}

function randomTarget(chance: Chance, catalog: PathCatalog, routes: readonly PathRoute[]): Target {
  const count = chance.pick([1, 1, 1, 1, 2, 2, 3]);
  return {
    base: randomBase(chance, catalog, routes),
    mutations: Array.from({ length: count }, () => randomMutation(chance)),
  };
}

/** A route's target, with names of APIs in its parameters, or names of APIs alone. */
function randomBase(chance: Chance, { apis }: PathCatalog, routes: readonly PathRoute[]): string {
  const names = [...apis.flatMap(({ path }) => segmentsOf(path)), "items", "export", "7", "acme"];
  const value = (piece: Piece) => {
    if (chance.percent(30)) return plainValue(piece);
    return typeof piece === "object" && "rest" in piece && chance.percent(60)
      ? `${chance.pick(names)}/${chance.pick(names)}`
      : chance.pick(names);
  };
  if (chance.percent(70)) return canonicalTarget(chance.pick(routes), value);
  const api = segmentsOf(chance.pick(apis).path);
  const below = Array.from({ length: chance.number(3) }, () => chance.pick(names));
  return `/${[...api, ...below].map(canonicalSegment).join("/")}`;
}
