import { decodeOrdinary, decodeVerbatim } from "./decode-string.js";
import { endsLine } from "./line-ends.js";
import { skipComment, skipStringText, stringStartingAt } from "./skip-literal.js";

/** A token of the C# that recognized expressions are written in. `text`: the decoded value of a string. */
export type Token =
  | { readonly kind: "name" | "text" | "symbol"; readonly text: string }
  | { readonly kind: "number"; readonly value: number };

interface Read {
  readonly end: number;
  /** Absent for white space and comments. */
  readonly token?: Token;
}

const symbols: readonly string[] = ["?.", "??", "==", "!=", "<=", ">=", "&&", "||"];
const singleSymbols = "().[]{},?:!<>+";

/** The tokens of `text` from `start` on; undefined where it holds anything else: interpolated strings, characters, other operators. */
export function tokensOf(text: string, start: number): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = start; at < text.length;) {
    const read = readBlank(text, at) ?? readString(text, at) ?? readWord(text, at) ?? readSymbol(text, at);
    if (read === undefined) return undefined;
    if (read.token !== undefined) tokens.push(read.token);
    at = read.end;
  }
  return tokens;
}

function readBlank(text: string, at: number): Read | undefined {
  if (isBlank(text[at] ?? "")) return { end: at + 1 };
  const comment = skipComment(text, at);
  return comment === undefined || "problem" in comment ? undefined : { end: comment.end };
}

function isBlank(character: string): boolean {
  return endsLine(character) || "\t\v\f".includes(character) || /^\p{Zs}$/u.test(character);
}

function readString(text: string, at: number): Read | undefined {
  const string = stringStartingAt(text, at);
  if (string === undefined || string.interpolated) return undefined;
  const skipped = skipStringText(text, string.inside, string);
  if ("problem" in skipped) return undefined;
  const inner = text.slice(string.inside, skipped.end - 1);
  const value = string.verbatim ? decodeVerbatim(inner) : decodeOrdinary(inner);
  return value === undefined ? undefined : { end: skipped.end, token: { kind: "text", text: value } };
}

function readWord(text: string, at: number): Read | undefined {
  let end = at;
  while (/^\w$/.test(text[end] ?? "")) end += 1;
  if (end === at) return undefined;
  const word = text.slice(at, end);
  if (!/^\d/.test(word)) return { end, token: { kind: "name", text: word } };
  return /^\d+$/.test(word) ? { end, token: { kind: "number", value: Number(word) } } : undefined;
}

function readSymbol(text: string, at: number): Read | undefined {
  const pair = text.slice(at, at + 2);
  if (symbols.includes(pair)) return { end: at + 2, token: { kind: "symbol", text: pair } };
  const single = text[at] ?? "";
  return single !== "" && singleSymbols.includes(single)
    ? { end: at + 1, token: { kind: "symbol", text: single } }
    : undefined;
}
