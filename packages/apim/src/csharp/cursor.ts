import type { Token } from "./tokens.js";

/** Where a parser stands in its tokens. `at` moves. */
export interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

/** Whether the token `ahead` places on is this symbol. */
export function isSymbol(cursor: Cursor, text: string, ahead = 0): boolean {
  const token = cursor.tokens[cursor.at + ahead];
  return token?.kind === "symbol" && token.text === text;
}

/** The name that stands `ahead` places on. */
export function nameAt(cursor: Cursor, ahead = 0): string | undefined {
  const token = cursor.tokens[cursor.at + ahead];
  return token?.kind === "name" ? token.text : undefined;
}

/** Steps over this symbol when it stands there. */
export function take(cursor: Cursor, symbol: string): boolean {
  const there = isSymbol(cursor, symbol);
  if (there) cursor.at += 1;
  return there;
}

/** Steps over the one of these symbols that stands there. */
export function takeOneOf<Text extends string>(cursor: Cursor, among: readonly Text[]): Text | undefined {
  return among.find((symbol) => take(cursor, symbol));
}
