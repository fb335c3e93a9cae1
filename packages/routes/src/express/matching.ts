import { joinPaths, NO_SAMPLES, samplesOf, type Samples } from "../report/sample-paths.js";
import { areApart, shapesBelow, shapesOf, type Grammar } from "../report/path-shapes.js";
import { declaredPaths, grammarOf, isFickle, isPattern } from "./declared-paths.js";
import { isEverywhere, type Declared, type Layer } from "./layers.js";

/** A step on the way to a route, at one of its paths. */
export interface Stop {
  readonly layer: Layer;
  /** Undefined where the framework did not keep it. */
  readonly path: Declared | undefined;
}

/**
 * Samples of what takes all these steps, each below the one before. None where a path is a regular expression or not
 * known: nothing but what stands everywhere can be vouched for there.
 */
export function samplesAt(stops: readonly Stop[]): Samples {
  const paths = stops.map(({ path }) => path);
  if (!paths.every((path) => typeof path === "string")) return NO_SAMPLES;
  // A router of Express 4 may be mounted in Express 5: what is odd in either is then not understood.
  const grammar = stops.some(({ layer }) => grammarOf(layer) === "express 4")
    ? "express 4"
    : "path-to-regexp";
  const [main, ...others] = joined(paths, grammar).map((pattern) =>
    samplesOf(pattern, grammar, (path) => takes(stops, path)),
  );
  return {
    paths: [...new Set([main!, ...others].flatMap((samples) => samples.paths))],
    literal: main!.literal,
    shapes: [main!, ...others].flatMap(({ shapes = [] }) => shapes),
  };
}

// What Express 4 mounts at /admin takes a second slash with it: to the route /users in there, /admin//users leads, too.
function joined(paths: readonly string[], grammar: Grammar): readonly string[] {
  const join = (isDouble: (at: number) => boolean) =>
    paths.reduce(
      (above, path, at) =>
        at > 0 && isDouble(at)
          ? `${above === "/" ? "" : above}/${path === "/" ? "//" : path}`
          : joinPaths(above, path),
      "",
    );
  const mounts = grammar === "express 4" ? [...paths.keys()].slice(1) : [];
  return [
    join(() => false),
    ...mounts.map((mount) => join((at) => at === mount)),
    join(() => grammar === "express 4"),
  ];
}

/** Whether all of these requests run into a step. */
export function meets(layer: Layer, { paths, literal }: Samples): boolean {
  if (isEverywhere(layer)) return true;
  // Samples say nothing of a pattern: it may leave out just the path that matters.
  if (paths.length === 0 || isFickle(layer)) return false;
  const tellsOfAll = literal || !isPattern(layer);
  return paths.every((path) => {
    const found = matched(layer, path);
    return found !== undefined && (tellsOfAll || isSurelyLiteral(layer, found));
  });
}

// Where Express 5 did not keep a path (router before 2.3), what its parameters took is known: with none, the path is
// literal as far as it matched.
const isSurelyLiteral = (layer: Layer, { params }: Match): boolean =>
  layer.regexp === undefined &&
  declaredPaths(layer).includes(undefined) &&
  layer.matchers?.every(({ name }) => name !== "regexpMatcher") === true &&
  Object.keys(params ?? { unknown: true }).length === 0;

/** Whether all requests that take a later step of the same router run into one, because both begin with one pattern. */
export function beginsAlike(layer: Layer, { layer: later, path }: Stop): boolean {
  const [pattern, ...others] = declaredPaths(layer);
  if (typeof pattern !== "string" || typeof path !== "string" || others.length > 0) return false;
  // An alternative belongs to the whole pattern, a quantifier to the slash before it.
  if (isFickle(layer) || /[\\/]$/.test(pattern) || /\|/.test(pattern.replace(/\([^()]*\)/g, "")))
    return false;
  if (layer.route !== undefined) return later.route !== undefined && path === pattern;
  return (
    path === pattern || (path.startsWith(`${pattern}/`) && !/^[?*+{]/.test(path.slice(pattern.length + 1)))
  );
}

/** Whether none of these requests runs into a step. */
export function misses(layer: Layer, { paths, literal, shapes }: Samples): boolean {
  if (isEverywhere(layer) || paths.length === 0 || isFickle(layer)) return false;
  if (literal) return paths.every((path) => matchedPart(layer, path) === undefined);
  const declared = declaredPaths(layer);
  const own = declared.flatMap((path) => (typeof path === "string" ? shapesOf(path, grammarOf(layer)) : []));
  if (shapes === undefined || declared.some((path) => typeof path !== "string")) return false;
  return areApart(own, shapes);
}

/** The same requests as a mounted router sees them; nothing is known of them below a pattern. */
export function belowOf(layer: Layer, { paths, literal, shapes }: Samples): Samples {
  const parts = paths.map((path) => matchedPart(layer, path));
  const rest = paths.map((path, at) => below(parts[at] ?? "", path));
  if (parts.includes(undefined)) return NO_SAMPLES;
  if (literal) return { paths: rest, literal };
  if (layer.regexp?.fast_star === true) return { paths: ["/"], literal: true };
  const [declared, ...others] = declaredPaths(layer);
  if (typeof declared !== "string" || isPattern(layer)) return NO_SAMPLES;
  const [shape, ...more] = shapesOf(declared, grammarOf(layer));
  const isOne = others.length === 0 && more.length === 0 && shape!.tail === "none";
  const lower = isOne && shapes !== undefined ? shapesBelow(shapes, shape!.segments.length) : undefined;
  return { paths: rest, literal, ...(lower !== undefined && { shapes: lower }) };
}

/** Whether a request takes all these steps. */
export function takes(stops: readonly Stop[], path: string): boolean {
  let rest = path;
  for (const { layer } of stops) {
    if (isFickle(layer)) return false;
    const part = matchedPart(layer, rest);
    if (part === undefined) return false;
    if (layer.route === undefined) rest = below(part, rest);
  }
  return true;
}

const matchedPart = (layer: Layer, path: string) => matched(layer, path)?.path;

// The router itself says what matches; before router 2.3 it leaves what did in the layer.
function matched(layer: Layer, path: string): Match | undefined {
  const found = matchOf(layer, path);
  if (found === false) return undefined;
  const { path: part = "", params } = found === true ? layer : found;
  if (layer.route !== undefined) return { path: part, params };
  // A mounted step wants the beginning of the path, up to a slash.
  const next = path[part.length];
  return path.startsWith(part) && (next === undefined || next === "/") ? { path: part, params } : undefined;
}

interface Match {
  readonly path: string;
  readonly params?: object | undefined;
}

// A sample that cannot be decoded is no request that comes to a step: the router refuses it.
function matchOf(layer: Layer, path: string): ReturnType<Layer["match"]> {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}

function below(part: string, path: string): string {
  const rest = path.slice(part.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}
