/** The segments of a path template, decoded: literals, and parameters in braces. Empty ones are left out, and so is a query. */
export function segmentsOf(template: string): readonly string[] {
  const [path = ""] = template.split("?");
  return path.split("/").filter((segment) => segment !== "");
}

/** The same of a path in a document, which is written as it is sent. Undefined for one that browsers would rewrite. */
export function documentSegmentsOf(path: string): readonly string[] | undefined {
  try {
    const segments = segmentsOf(path).map(decodeURIComponent);
    return segments.some((segment) => /^\.{1,2}$|[/\\]/.test(segment)) ? undefined : segments;
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}

/** Names of the parameters in a segment, in order. */
export const parametersIn = (segment: string): readonly string[] =>
  [...segment.matchAll(/\{([^{}]+)\}/g)].map(([, name = ""]) => name);

/** What two templates have in common when they match the same requests: names of parameters and case of letters do not count. */
export const shapeOf = (segments: readonly string[]): string =>
  segments.map((segment) => (/^\{[^{}]+\}$/.test(segment) ? "{}" : segment.toLowerCase())).join("/");
