import { isLiteral, joinPaths, samplePaths } from "@product-auth/core/adapter";
import { isEverywhere, type Declared, type Layer } from "./layers.js";
import { isPattern } from "./declared-paths.js";

/** Request paths that stand for all that lead to a place, as one router sees them. */
export interface Samples {
  readonly paths: readonly string[];
  /** Whether they are one path and no other, but for its spelling. */
  readonly literal: boolean;
}

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
export function samplesOf(stops: readonly Stop[]): Samples {
  let pattern = "";
  for (const { path } of stops) {
    if (typeof path !== "string") return { paths: [], literal: false };
    pattern = joinPaths(pattern, path);
  }
  const paths = samplePaths(pattern).filter((sample) => takes(stops, sample));
  return { paths, literal: isLiteral(pattern) };
}

/** Whether all of these requests run into a step. */
export function meets(layer: Layer, { paths, literal }: Samples): boolean {
  if (isEverywhere(layer)) return true;
  // Samples say nothing of a regular expression: it may leave out just the path that matters.
  if (paths.length === 0 || (isPattern(layer) && !literal)) return false;
  return paths.every((path) => matchedPart(layer, path) !== undefined);
}

/** Whether none of these requests runs into a step. */
export function misses(layer: Layer, { paths, literal }: Samples): boolean {
  if (isEverywhere(layer) || paths.length === 0 || (isPattern(layer) && !literal)) return false;
  return paths.every((path) => matchedPart(layer, path) === undefined);
}

/** The same requests as a mounted router sees them. */
export function belowOf(layer: Layer, { paths, literal }: Samples): Samples {
  return { paths: paths.map((path) => below(matchedPart(layer, path) ?? "", path)), literal };
}

function takes(stops: readonly Stop[], path: string): boolean {
  let rest = path;
  for (const { layer } of stops) {
    const part = matchedPart(layer, rest);
    if (part === undefined) return false;
    if (layer.route === undefined) rest = below(part, rest);
  }
  return true;
}

// The router itself says what matches; before router 2.3 it leaves the part that did in the layer.
function matchedPart(layer: Layer, path: string): string | undefined {
  const found = layer.match(path);
  if (found === false) return undefined;
  const part = (found === true ? layer.path : found.path) ?? "";
  if (layer.route !== undefined) return part;
  // A mounted step wants the beginning of the path, up to a slash.
  const next = path[part.length];
  return path.startsWith(part) && (next === undefined || next === "/") ? part : undefined;
}

function below(part: string, path: string): string {
  const rest = path.slice(part.length);
  return rest.startsWith("/") ? rest : `/${rest}`;
}
