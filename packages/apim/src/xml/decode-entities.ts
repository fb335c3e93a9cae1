import { isLegalCodePoint, nameEnd } from "./characters.js";
import { RefusedText } from "./refused-text.js";

/** A reference that XML does not define, or that names a character which XML forbids. */
export interface UnknownEntity {
  readonly problem: string;
  /** Position of its `&` in the text. */
  readonly at: number;
}

/** The entities that XML defines (XML 1.0, section 4.6). */
export const definedEntities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

interface Reference {
  /** Behind its semicolon. */
  readonly end: number;
  /** Undefined: it is not defined. */
  readonly character: string | undefined;
}

/**
 * Decodes the five entities of XML and character references, once. An `&` that starts no reference stays as it is, because
 * people write `a & b` in files that are not XML.
 */
export function decodeEntities(text: string): string | UnknownEntity {
  let decoded = "";
  let copied = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
    const reference = referenceAt(text, at);
    if (reference === undefined) continue;
    if (reference.character === undefined) return { problem: "an entity that XML does not define", at };
    decoded += text.slice(copied, at) + reference.character;
    copied = reference.end;
  }
  return decoded + text.slice(copied);
}

/** Decodes what stands from `start` to `end`; refuses entities that XML does not define. */
export function decodePart(text: string, start: number, end: number): string {
  const decoded = decodeEntities(text.slice(start, end));
  if (typeof decoded !== "string") throw new RefusedText(start + decoded.at, decoded.problem);
  return decoded;
}

function referenceAt(text: string, at: number): Reference | undefined {
  if (text[at + 1] === "#") return characterReference(text, at + 2);
  const end = nameEnd(text, at + 1);
  if (end === at + 1 || text[end] !== ";") return undefined;
  return { end: end + 1, character: definedEntities.get(text.slice(at + 1, end)) };
}

function characterReference(text: string, at: number): Reference | undefined {
  const isHexadecimal = text[at] === "x";
  const start = isHexadecimal ? at + 1 : at;
  const digit = isHexadecimal ? /[\da-fA-F]/ : /\d/;
  let end = start;
  while (digit.test(text[end] ?? "")) end += 1;
  if (end === start || text[end] !== ";") return undefined;
  const code = Number.parseInt(text.slice(start, end), isHexadecimal ? 16 : 10);
  return { end: end + 1, character: isLegalCodePoint(code) ? String.fromCodePoint(code) : undefined };
}
