const LETTER = /^[\p{L}_:]$/u;
const NAME_CHARACTER = /^[\p{L}\p{M}\p{N}_:.-]$/u;
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Whether a character is white space of XML (XML 1.0, production 3). */
export function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}

/** Position of the first character from `at` on that is no white space. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  while (isSpace(text[end])) end += 1;
  return end;
}

/** The text without white space at its end. */
export function withoutSpaceBehind(text: string): string {
  let end = text.length;
  while (isSpace(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** End of the name that starts at `at`; `at` when none does. A loop, because a pattern would need stack for a long name. */
export function nameEnd(text: string, at: number): number {
  if (!LETTER.test(characterAt(text, at))) return at;
  let end = at;
  for (let next = characterAt(text, at); NAME_CHARACTER.test(next); next = characterAt(text, end))
    end += next.length;
  return end;
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** Position of the first character that no XML document may contain (XML 1.0, production 2); -1 when there is none. */
export function illegalCharacter(text: string): number {
  return text.search(ILLEGAL);
}

/** Whether a character reference may name this code point. */
export function isLegalCodePoint(code: number): boolean {
  return code <= 0x10ffff && !ILLEGAL.test(String.fromCodePoint(code));
}
