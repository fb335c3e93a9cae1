/** One form of a pattern: the segments that it begins with, and what may follow them. */
export interface PathShape {
  readonly segments: readonly Segment[];
  /** `any`: a wildcard, which takes every rest. `unknown`: a part of the pattern that is not understood. */
  readonly tail: "none" | "any" | "unknown";
  /** Whether a parameter takes some values only. */
  readonly choosy: boolean;
}

/** A literal text, or a parameter that takes one whole segment. */
export type Segment = string | typeof PARAMETER;

export const PARAMETER: unique symbol = Symbol("parameter");

/**
 * Whose grammar a pattern is in: that of Express 4, in which `{2}` is a quantifier and `*x` a wildcard before an "x", or
 * that of path-to-regexp 6 and 8.
 */
export type Grammar = "express 4" | "path-to-regexp";

/** More forms than these are not looked into. */
const MOST_FORMS = 16;

// One segment, with a pattern in parentheses at most: what a slash within stands for, no reader can tell.
const SEGMENT = /^\/((?:[^/()\\]|\((?:[^()/\\]|\\[^/])*\))*)/;
const LITERAL = /^[^:*{}()[\]?+!\\|^$]*$/;
const PLAIN_PARAMETER = /^:(?:\w+|"[^"\\]*")(\??)$/;
const CHOOSY_PARAMETER = /^:\w+\((.*)\)(\??)$/;
// `\d+`, `[0-9a-f]{24}`, `asc|desc`: what is known to take one character at least, and no slash.
const WITHIN_SEGMENT = /^(?:ATOM(?:\+|\{[1-9]\d*(?:,\d*)?\})?\|?)+$/.source.replace(
  "ATOM",
  String.raw`(?:\\[dw]|\[(?:\w|\\[dw]|-(?!-))+\]|[\w-])`,
);
const ONE_SEGMENT = new RegExp(WITHIN_SEGMENT);
const WILDCARD = {
  "express 4": /^(?:\*|:\w+\(\.\*\))$/,
  "path-to-regexp": /^(?:\*\w*|\*"[^"\\]*"|(?::\w+)?\(\.\*\))$/,
};

/**
 * The forms that a pattern has, one for each choice of its optional parts. Together they take every path that the
 * pattern takes; a form that is `choosy` or has an `unknown` tail takes others, too.
 */
export function shapesOf(pattern: string, grammar: Grammar): readonly PathShape[] {
  // In path-to-regexp 6 a group may be repeated.
  if (/\}[?*+]/.test(pattern)) return [UNKNOWN];
  const texts = grammar === "express 4" ? [pattern] : withoutGroups([pattern]);
  const shapes = texts?.flatMap((text) => formsOf(text, grammar));
  return shapes === undefined || shapes.length > MOST_FORMS ? [UNKNOWN] : shapes;
}

/** Whether a pattern treats all values of its parameters alike, so that a few of them tell of all. */
export function isPlain(pattern: string, grammar: Grammar): boolean {
  return shapesOf(pattern, grammar).every(isExact);
}

/** Whether a form takes exactly the paths that it shows. */
export const isExact = ({ tail, choosy }: PathShape): boolean => tail !== "unknown" && !choosy;

/** Whether no path can begin with one of the forms on either side. */
export function areApart(one: readonly PathShape[], other: readonly PathShape[]): boolean {
  return one.every((each) => other.every(({ segments }) => segments.some((segment, at) => differ(segment, each.segments[at])))); // prettier-ignore
}

/** The same forms without their first segments; undefined when one of them is shorter. */
export function shapesBelow(
  shapes: readonly PathShape[],
  segments: number,
): readonly PathShape[] | undefined {
  if (shapes.some((shape) => shape.segments.length < segments)) return undefined;
  return shapes.map((shape) => ({ ...shape, segments: shape.segments.slice(segments) }));
}

const UNKNOWN: PathShape = { segments: [], tail: "unknown", choosy: false };

const differ = (one: Segment, other: Segment | undefined): boolean =>
  typeof one === "string" && typeof other === "string" && one.toLowerCase() !== other.toLowerCase();

// Optional parts stand in each other: {/:a{/:b}}. With patterns and escapes about, a brace may be something else.
function withoutGroups(texts: readonly string[]): readonly string[] | undefined {
  if (texts.length > MOST_FORMS) return undefined;
  if (!texts.some((text) => text.includes("{")) || texts.some((text) => /[\\(]/.test(text))) return texts;
  const inner = /\{([^{}]*)\}/;
  return withoutGroups([
    ...new Set(
      texts.flatMap((text) =>
        inner.test(text) ? [text.replace(inner, (_, part: string) => part), text.replace(inner, "")] : [text],
      ),
    ),
  ]);
}

function formsOf(text: string, grammar: Grammar): readonly PathShape[] {
  // An alternative belongs to the whole pattern: in Express 4, /a|/b takes /axyz and /xyz/b.
  if (text.replace(/\([^()]*\)/g, "").includes("|")) return [UNKNOWN];
  const path = text.startsWith("/") ? text : `/${text}`;
  let forms: PathShape[] = [{ segments: [], tail: "none", choosy: false }];
  const ending = (tail: PathShape["tail"]) => forms.map((form) => ({ ...form, tail }));
  for (let at = 0, end; at < path.length; at = end) {
    const [whole = "", part = ""] = SEGMENT.exec(path.slice(at)) ?? [];
    end = at + whole.length;
    // A quantifier at the beginning belongs to the slash: /a/?b takes /ab.
    if (/^[?+{]/.test(part)) forms = forms.map((form) => ({ ...form, segments: form.segments.slice(0, -1) }));
    if (whole === "" || (end < path.length && path[end] !== "/")) return ending("unknown");
    if (end === path.length && part === "") return forms;
    if (end === path.length && WILDCARD[grammar].test(part)) return ending("any");
    const segment = segmentIn(part);
    if (segment === undefined) return ending("unknown");
    const longer = forms.map(({ segments, tail, choosy }): PathShape => ({
      segments: [...segments, segment.is],
      tail,
      choosy: choosy || segment.choosy,
    }));
    forms = segment.optional ? [...longer, ...forms] : longer;
    if (forms.length > MOST_FORMS) return [UNKNOWN];
  }
  return forms;
}

function segmentIn(part: string): { is: Segment; optional: boolean; choosy: boolean } | undefined {
  if (LITERAL.test(part)) return { is: part, optional: false, choosy: false };
  const plain = PLAIN_PARAMETER.exec(part);
  if (plain !== null) return { is: PARAMETER, optional: plain[1] === "?", choosy: false };
  const [, takes, optional] = CHOOSY_PARAMETER.exec(part) ?? [];
  if (takes === undefined || !ONE_SEGMENT.test(takes)) return undefined;
  return { is: PARAMETER, optional: optional === "?", choosy: true };
}
