// A parameter: `:id`, `:"my id"`, `:id(\\d+)`, with `?`, `*` or `+` behind it in older spellings.
const PARAMETER = /(?<!\\):(?:\w+|"[^"]*")(?:\([^)]*\))?[?*+]?/g;
const OPTIONAL = /\/?(?<!\\):\w+(?:\([^)]*\))?[?*]|\{[^{}]*\}/g;
const WILDCARD = /(?<!\\)\*(?:\w+|"[^"]*")?|\(\.\*\)/g;

// A number, for parameters that take nothing else, and a text that is no path of anybody's.
const VALUES = ["7", "any-value-of-it"];

/**
 * Request paths that a route's pattern stands for: parameters filled in, optional parts in and out, in other letters,
 * with a slash behind. Made without a router's exact grammar, so some may not belong to the pattern: ask the router.
 */
export function samplePaths(pattern: string): readonly string[] {
  const [whole, least] = [pattern.replace(/[{}]/g, ""), without(pattern)];
  const filled = [whole, least].flatMap((shape) =>
    VALUES.flatMap((value) =>
      // A wildcard stands for several segments, too.
      [value, `${value}/${value}`].map((rest) =>
        shape.replace(PARAMETER, value).replace(WILDCARD, rest).replace(/\\(.)/g, "$1"),
      ),
    ),
  );
  const paths = filled.map((path) => (path.startsWith("/") ? path : `/${path}`));
  const spelt = paths.flatMap((path) => [path, path.toLowerCase(), path.toUpperCase()]);
  return [...new Set(spelt.flatMap((path) => [path, path.endsWith("/") ? path.slice(0, -1) : `${path}/`]))];
}

/** Whether a pattern is one path and no other, but for its spelling. */
export function isLiteral(pattern: string): boolean {
  return !/[:*{}()[\]?+!\\]/.test(pattern);
}

/** A path below another, as both are declared. */
export function joinPaths(prefix: string, path: string): string {
  const above = prefix.replace(/\/+$/, "");
  return path === "/" || path === "" ? above || "/" : `${above}${path.startsWith("/") ? "" : "/"}${path}`;
}

// Optional parts stand in each other: {/:a{/:b}}.
function without(pattern: string): string {
  const less = pattern.replace(OPTIONAL, "");
  return less === pattern ? less : without(less);
}
