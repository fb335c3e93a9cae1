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

/** Whether a step was declared with a regular expression, at one of its paths at least. */
export function isPattern(layer: Layer): boolean {
  if (layer.matchers?.some(({ name }) => name === "regexpMatcher") === true) return true;
  return layer.regexp !== undefined && declaredPaths(layer).some((path) => typeof path !== "string");
}

// Express 4 makes `/users/:id` into `^\/users(?:\/([^/]+?))\/?(?=\/|$)` and forgets it. Only what is sure to have been
// made so is read back.
function readBack(source: string, names: Iterator<string | number>): string | undefined {
  const [, body] = /^\^?(.*?)(?:\\\/)?\?(?:\(\?=\\\/\|\$\)|\$)$/.exec(source) ?? [];
  if (body === undefined) return undefined;
  const parameter = /\(\?:(\\\/|\\\.)?\(([^()]*)\)\)(\??)/g;
  if (/[()[\]{}*+?^$|]/.test(body.replace(parameter, "").replaceAll("(.*)", ""))) return undefined;
  const path = body
    .replace(/\(\.\*\)/g, "*")
    .replace(parameter, (_, mark: string = "", takes: string = "", optional: string = "") => {
      const pattern = /^\[\^\\?\/(\\\.)?\]\+\?$/.test(takes) ? "" : `(${takes})`;
      return `${mark}:${names.next().value ?? "parameter"}${pattern}${optional}`;
    });
  return path.replace(/\\([/.])/g, "$1") || "/";
}
