import { endsLine } from "./line-ends.js";

/** How a piece of text ended, and where the next character stands. */
export interface Skipped {
  readonly end: number;
  /** `hole`: at code inside an interpolated string, behind its `{`. `code`: the piece is complete. */
  readonly then: "code" | "hole";
}

/** What is wrong with a piece of text. */
export interface Broken {
  readonly problem: string;
  readonly at: number;
}

/** The kinds of string: `"…"`, `@"…"`, `$"…"` and `$@"…"`. */
export interface StringKind {
  readonly verbatim: boolean;
  readonly interpolated: boolean;
}

/** The kind of the string that starts at `at`, and where its text starts; undefined where no string starts. */
export function stringStartingAt(
  text: string,
  at: number,
): (StringKind & { readonly inside: number }) | undefined {
  const [first, second, third] = [text[at], text[at + 1], text[at + 2]];
  if (first === '"') return { verbatim: false, interpolated: false, inside: at + 1 };
  if (first !== "@" && first !== "$") return undefined;
  if (second === '"') return { verbatim: first === "@", interpolated: first === "$", inside: at + 2 };
  const both = (second === "@" || second === "$") && second !== first;
  return both && third === '"' ? { verbatim: true, interpolated: true, inside: at + 3 } : undefined;
}

/** Skips the text of a string from `at` to behind its closing quote, or to behind the `{` of its next hole. */
export function skipStringText(text: string, at: number, kind: StringKind): Skipped | Broken {
  for (let next = at; next < text.length; next += 1) {
    const character = text[next];
    const doubled = text[next + 1] === character;
    if (character === '"') {
      if (!kind.verbatim || !doubled) return { end: next + 1, then: "code" };
      next += 1;
    } else if (character === "{" && kind.interpolated) {
      if (!doubled) return { end: next + 1, then: "hole" };
      next += 1;
    } else if (!kind.verbatim) {
      if (endsLine(character)) return { problem: "a line ends inside a string", at: next };
      if (character === "\\") {
        next += 1;
        if (endsLine(text[next])) return { problem: "a line ends inside a string", at: next };
      }
    }
  }
  return { problem: "a string does not end", at };
}

/** Skips the format of a hole (`:yyyy-MM-dd`) up to the `}` that ends the hole. */
export function skipFormat(text: string, at: number, kind: StringKind): Skipped | Broken {
  for (let next = at; next < text.length; next += 1) {
    const character = text[next];
    if (character === "}") return { end: next, then: "code" };
    if (character === '"') return { problem: "a string ends inside the format of a value", at: next };
    if (!kind.verbatim && endsLine(character)) return { problem: "a line ends inside a string", at: next };
    if (!kind.verbatim && character === "\\") next += 1;
  }
  return { problem: "a string does not end", at };
}

/** Skips a character literal whose opening quote stands at `at`. */
export function skipCharacter(text: string, at: number): Skipped | Broken {
  for (let next = at + 1; next < text.length && !endsLine(text[next]); next += 1) {
    if (text[next] === "'") return { end: next + 1, then: "code" };
    if (text[next] === "\\" && !endsLine(text[next + 1])) next += 1;
  }
  return { problem: "a character literal does not end", at };
}

/** Skips the comment that starts at `at`; undefined where none starts. */
export function skipComment(text: string, at: number): Skipped | Broken | undefined {
  if (text[at] !== "/") return undefined;
  if (text[at + 1] === "*") {
    const close = text.indexOf("*/", at + 2);
    return close < 0 ? { problem: "a comment does not end", at } : { end: close + 2, then: "code" };
  }
  if (text[at + 1] !== "/") return undefined;
  let end = at + 2;
  while (end < text.length && !endsLine(text[end])) end += 1;
  return { end, then: "code" };
}
