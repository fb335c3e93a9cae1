import { segmentsOf, type PathCatalog } from "../catalogs/path-catalog.js";
import type { PathSetUp } from "../path-set-up.js";
import { canonicalSegment } from "./canonical.js";
import { isSendable } from "./is-sendable.js";
import { everyMutation } from "./mutation.js";
import { plain, textOfTarget, type PathCase, type Target } from "./path-case.js";

/** Every case that differs by one mutation from a target of an API within another, or of its root. */
export function everyCase({ apis }: PathCatalog, setUp: PathSetUp): readonly PathCase[] {
  const longest = [...apis].sort((one, other) => other.path.length - one.path.length).slice(0, 2);
  const bases = longest.map(({ path }, i) => [...segmentsOf(path), ...(i === 0 ? ["items"] : [])]);
  const targets = bases
    .map((segments) => `/${segments.map(canonicalSegment).join("/")}`)
    .flatMap((base) => everyMutation(base).map((mutation): Target => ({ base, mutations: [mutation] })));
  const bare = { method: "GET", target: plain("/stock") };
  return targets.flatMap((target): PathCase[] => [
    ...(isSendable(textOfTarget(target), setUp) ? [{ ...bare, target }] : []),
    ...(setUp.rewrites !== undefined ? [{ ...bare, rewrite: target }] : []),
  ]);
}
