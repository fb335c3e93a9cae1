import { isExact, PARAMETER, shapesOf, type Grammar, type PathShape } from "./path-shapes.js";

/** Request paths that stand for all that lead to a place, as one router sees them. */
export interface Samples {
  /** None where nothing is known of them. */
  readonly paths: readonly string[];
  /** Whether they are one path and no other, but for its spelling. */
  readonly literal: boolean;
  /** What they are samples of, where it is known. */
  readonly shapes?: readonly PathShape[];
}

/** Nothing but what stands everywhere can be vouched for. */
export const NO_SAMPLES: Samples = { paths: [], literal: false };

// A number, for parameters that take nothing else, a text that is no path of anybody's, and what values have in them.
const VALUES = ["7", "any-value-of-it", "x_7.y~"];
// Nothing, a slash, an empty segment, a segment and several: what stands below must take them all.
const RESTS = ["", "/", "//7", "/7", "/any-value-of-it", "/7/7", "/any-value-of-it/any-value-of-it"];

/**
 * Samples of what a pattern takes. `takes` asks the router itself, for the forms of it that are known exactly; what is
 * not known is taken to be anything.
 */
export function samplesOf(pattern: string, grammar: Grammar, takes: (path: string) => boolean): Samples {
  const shapes = shapesOf(pattern, grammar);
  const paths = shapes.flatMap((shape) => {
    const spelt = spellings(sampled(shape));
    return isExact(shape) ? spelt.filter(takes) : spelt;
  });
  const filled = shapes.some(({ tail }) => tail === "unknown")
    ? spellings(filledIn(pattern)).filter(takes)
    : [];
  return { paths: [...new Set([...filled, ...paths])], literal: isLiteral(pattern), shapes };
}

/** Whether a pattern is one path and no other, but for its spelling. */
export function isLiteral(pattern: string): boolean {
  return !/[:*{}()[\]?+!\\|^$]/.test(pattern);
}

/** A path below another, as both are declared. */
export function joinPaths(prefix: string, path: string): string {
  const above = prefix.replace(/\/+$/, "");
  return path === "/" || path === "" ? above || "/" : `${above}${/^\{?\//.test(path) ? "" : "/"}${path}`;
}

function sampled({ segments, tail }: PathShape): readonly string[] {
  const rests = tail === "none" ? [""] : RESTS;
  return VALUES.flatMap((value) => {
    const path = segments.map((segment) => `/${segment === PARAMETER ? value : segment}`).join("");
    return rests.map((rest) => `${path}${rest}` || "/");
  });
}

const PARAMETERS = /(?<!\\):(?:\w+|"[^"]*")(?:\([^)]*\))?[?*+]?/g;
const WILDCARDS = /(?<!\\)\*(?:\w+|"[^"]*")?|\(\.\*\)/g;

// What a pattern that is not understood may well take, to name a path where it is open.
function filledIn(pattern: string): readonly string[] {
  return VALUES.map((value) =>
    pattern.replace(/[{}]/g, "").replace(PARAMETERS, value).replace(WILDCARDS, value).replace(/\\(.)/g, "$1"),
  ).map((path) => (path.startsWith("/") ? path : `/${path}`));
}

// In other letters and with a slash behind. Routers may tell capitals apart, and a guard have both `/xy` and `/XY`.
function spellings(paths: readonly string[]): readonly string[] {
  const spelt = paths.flatMap((path) => [
    path,
    path.toLowerCase(),
    path.toUpperCase(),
    mixed(path, 0),
    mixed(path, 1),
  ]);
  return [
    ...new Set(spelt.flatMap((path) => [path, path.endsWith("/") ? path.slice(0, -1) || "/" : `${path}/`])),
  ];
}

function mixed(path: string, first: 0 | 1): string {
  let letters = first;
  return path.replace(/\p{L}/gu, (letter) =>
    letters++ % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase(),
  );
}
