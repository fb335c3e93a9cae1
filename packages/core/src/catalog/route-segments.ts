import { foldCase } from "./read-path.js";

/** A segment of a route: its text, or undefined where it is or holds a parameter. */
export type Segment = string | undefined;

/** The path of a matched route: its literals, its parameters, and whether a wildcard stands for any rest. */
export interface RouteSegments {
  /** Undefined stands for a parameter, or for a segment that holds one. */
  readonly segments: readonly Segment[];
  /** The same with the literals in lower case. */
  readonly folded: readonly Segment[];
  /** The segments before the first parameter. */
  readonly literals: readonly string[];
  /** Whether the last segment, which is not among these, stands for any rest. */
  readonly wildcard: boolean;
  /** Whether the last parameter may be missing. */
  readonly optional: boolean;
}

/** Reads patterns, each once: there are as many as the application has routes. */
export class RouteReader {
  readonly #known = new Map<string, RouteSegments>();

  get(pattern: string): RouteSegments {
    const known = this.#known.get(pattern);
    if (known !== undefined) return known;
    const read = routeSegments(pattern);
    this.#known.set(pattern, read);
    return read;
  }
}

/** Reads a route's pattern as find-my-way writes it: `/orders/:id`, `/files/:name.:type`, `/static/*`; `::` is a colon. */
export function routeSegments(pattern: string): RouteSegments {
  const parts = splitOutsideParentheses(pattern.replace(/^\//, ""));
  if (parts.at(-1) === "") parts.pop(); // a trailing slash
  const rest = parts.findIndex((part) => part.includes("*") && !part.includes("("));
  const fixed = rest === -1 ? parts : parts.slice(0, rest);
  const segments = fixed.map(segmentOf);
  const parameter = segments.indexOf(undefined);
  return {
    segments,
    folded: segments.map((segment) => segment && foldCase(segment)),
    literals: (parameter === -1 ? segments : segments.slice(0, parameter)) as string[],
    wildcard: rest !== -1,
    optional: pattern.endsWith("?"),
  };
}

const segmentOf = (part: string): Segment => {
  const plain = part.replaceAll("::", "");
  return plain.includes(":") || plain.includes("(") ? undefined : part.replaceAll("::", ":");
};

// The regular expression of a parameter may hold slashes: `/at/:time(^\\d+/\\d+$)`.
function splitOutsideParentheses(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === "/" && depth <= 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
