import { isPlain, type Grammar } from "../report/path-shapes.js";
import type { Declared, Layer } from "./layers.js";

/** The paths of a step, as they were declared; undefined for one that the framework did not keep. */
export function declaredPaths(layer: Layer): readonly (Declared | undefined)[] {
  const { route, rawPath, slash, regexp, keys = [] } = layer;
  const kept = route?.path ?? rawPath;
  if (kept !== undefined) return typeof kept === "string" || kept instanceof RegExp ? [kept] : kept.flat();
  if (slash === true || regexp?.fast_slash === true) return ["/"];
  if (regexp?.fast_star === true) return ["*"];
  const names = keys.map(({ name }) => name).values();
  return regexp === undefined ? [undefined] : regexp.source.split("|^").map((one) => readBack(one, names));
}

/** Whose grammar the paths of a step are in. */
export const grammarOf = ({ regexp }: Layer): Grammar =>
  regexp === undefined ? "path-to-regexp" : "express 4";

/**
 * Whether a step tells values of a parameter apart, at one of its paths at least: what a few requests meet says nothing
 * of the others. So does a path that is not known.
 */
export function isPattern(layer: Layer): boolean {
  if (layer.matchers?.some(({ name }) => name === "regexpMatcher") === true) return true;
  return declaredPaths(layer).some((path) => typeof path !== "string" || !isPlain(path, grammarOf(layer)));
}

/** Whether a step has a regular expression that may match one request and not the next: it keeps where it was. */
export function isFickle(layer: Layer): boolean {
  if (/[gy]/.test(layer.regexp?.flags ?? "")) return true;
  const paths = declaredPaths(layer);
  const isUnseen = layer.matchers?.some(({ name }) => name === "regexpMatcher") && paths.includes(undefined);
  return isUnseen === true || paths.some((path) => path instanceof RegExp && /[gy]/.test(path.flags));
}

// Express 4 makes `/users/:id` into `^\/users(?:\/([^/]+?))\/?(?=\/|$)` and forgets it. Only what is sure to have been
// made so is read back. What a parameter takes is read back as well, unless it is what every parameter takes.
function readBack(source: string, names: Iterator<string | number>): string | undefined {
  const [, body] = /^\^?(.*?)(?:\\\/)?\?(?:\(\?=\\\/\|\$\)|\$)$/.exec(source) ?? [];
  if (body === undefined) return undefined;
  const parameter = /\(\?:(\\\/|\\\.)?\(([^()]*)\)\)(\??)/g;
  const around = body.replace(parameter, "").replaceAll("(.*)", "");
  if (/[()[\]{}*+?^$|]/.test(around) || /[\\.]/.test(around.replace(/\\[/.]/g, ""))) return undefined;
  const path = body
    .replace(/\(\.\*\)/g, "*")
    .replace(parameter, (_, mark: string = "", takes: string = "", optional: string = "") => {
      const every = mark === "\\." ? /^\[\^\\?\/\\?\.\]\+\?$/ : /^\[\^\\?\/\]\+\?$/;
      const pattern = every.test(takes) ? "" : `(${takes})`;
      return `${mark}:${names.next().value ?? "parameter"}${pattern}${optional}`;
    });
  return path.replace(/\\([/.])/g, "$1") || "/";
}
