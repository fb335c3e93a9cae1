import {
  skipCharacter,
  skipComment,
  skipFormat,
  skipStringText,
  stringStartingAt,
  type Broken,
  type Skipped,
  type StringKind,
} from "./skip-literal.js";

/** A policy expression whose brackets balance. */
export interface ScannedExpression {
  /** Behind the last bracket. */
  readonly end: number;
}

/** Why no balanced expression starts there; `at` is where the scan noticed. */
export type UnbalancedExpression = Broken;

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** An open bracket, by the character that closes it, or code inside an interpolated string. */
type Open = string | { readonly hole: StringKind };

/**
 * Scans the policy expression that starts at `text[start]`, an `@` with `(` or `{` behind it, up to its balanced end.
 * Strings, characters and comments are skipped as C# reads them. Reads each character once, with a stack, so that nesting costs no call depth.
 * `onCode` hears the position of each character that starts something else: a bracket, an operator, a letter.
 */
export function scanExpression(
  text: string,
  start: number,
  onCode: (at: number) => void = () => {},
): ScannedExpression | UnbalancedExpression {
  const first = text[start] === "@" ? text[start + 1] : undefined;
  if (first !== "(" && first !== "{") return { problem: "no expression starts here", at: start };
  const open: Open[] = [];
  let at = start + 1;
  while (at < text.length) {
    const step = stepOf(text, at, open);
    if ("problem" in step) return step;
    onCode(at);
    at = step.end;
    if (open.length === 0) return { end: at };
  }
  return { problem: "a bracket is not closed", at };
}

function stepOf(text: string, at: number, open: Open[]): Skipped | Broken {
  const string = stringStartingAt(text, at);
  if (string !== undefined) return enterHole(skipStringText(text, string.inside, string), string, open);
  const character = text[at] ?? "";
  if (character === "'") return skipCharacter(text, at);
  const comment = skipComment(text, at);
  if (comment !== undefined) return comment;
  const closer = closers.get(character);
  if (closer !== undefined) open.push(closer);
  else if (character === ")" || character === "]" || character === "}") return closeBracket(text, at, open);
  else if (character === ":") return skipColon(text, at, open);
  return { end: at + 1, then: "code" };
}

function enterHole(skipped: Skipped | Broken, kind: StringKind, open: Open[]): Skipped | Broken {
  if (!("problem" in skipped) && skipped.then === "hole") open.push({ hole: kind });
  return skipped;
}

function closeBracket(text: string, at: number, open: Open[]): Skipped | Broken {
  const last = open.pop();
  if (typeof last === "object" && text[at] === "}")
    return enterHole(skipStringText(text, at + 1, last.hole), last.hole, open);
  return last === text[at] ? { end: at + 1, then: "code" } : { problem: "a bracket closes another kind", at };
}

/** Directly in a hole, a colon starts a format, which is no code; `::` stands between names. */
function skipColon(text: string, at: number, open: readonly Open[]): Skipped | Broken {
  if (text[at + 1] === ":") return { end: at + 2, then: "code" };
  const last = open.at(-1);
  return typeof last === "object" ? skipFormat(text, at + 1, last.hole) : { end: at + 1, then: "code" };
}
