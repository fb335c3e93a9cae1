/** A template expression, read. */
export type Expression =
  | { readonly kind: "constant"; readonly value: string | number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression };

const MOST_DEPTH = 64;

/**
 * Reads a template expression without its outer brackets: `concat(parameters('svc'), '/gold')`. `undefined` when the
 * text is none, or is nested more than 64 levels deep. Takes time linear in the text.
 */
export function parseExpression(text: string): Expression | undefined {
  const cursor = new Cursor(text);
  const expression = readExpression(cursor, MOST_DEPTH);
  return cursor.atEnd() ? expression : undefined;
}

class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character that is no white space; empty at the end. */
  peek(): string {
    while (isSpace(this.text.charAt(this.at))) this.at++;
    return this.text.charAt(this.at);
  }

  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at++;
    return true;
  }

  atEnd(): boolean {
    return this.peek() === "";
  }

  /** As many characters as `accepts` takes. */
  run(accepts: (character: string) => boolean): string {
    this.peek();
    const start = this.at;
    while (this.at < this.text.length && accepts(this.text.charAt(this.at))) this.at++;
    return this.text.slice(start, this.at);
  }
}

function readExpression(cursor: Cursor, depth: number): Expression | undefined {
  if (depth === 0) return undefined;
  let expression = readPrimary(cursor, depth);
  // Each member is one level of the tree: a chain of them is as deep as it is long.
  for (let members = 0; expression !== undefined; members++) {
    if (members > MOST_DEPTH) return undefined;
    const key = readKey(cursor, depth);
    if (key === "none") return expression;
    expression = key && { kind: "member", of: expression, key };
  }
  return undefined;
}

function readKey(cursor: Cursor, depth: number): Expression | "none" | undefined {
  if (cursor.take(".")) {
    const name = cursor.run(isNameCharacter);
    return name === "" ? undefined : { kind: "constant", value: name };
  }
  if (!cursor.take("[")) return "none";
  const key = readExpression(cursor, depth - 1);
  return cursor.take("]") ? key : undefined;
}

function readPrimary(cursor: Cursor, depth: number): Expression | undefined {
  const first = cursor.peek();
  if (first === "'") return readString(cursor);
  if (isDigit(first) || first === "-") return readNumber(cursor);
  let name = cursor.run(isNameCharacter);
  // Functions that a template defines are called with their namespace.
  if (name !== "" && cursor.take(".")) name += `.${cursor.run(isNameCharacter)}`;
  if (name === "" || !cursor.take("(")) return undefined;
  const args = readArguments(cursor, depth);
  return args && { kind: "call", name: name.toLowerCase(), args };
}

function readArguments(cursor: Cursor, depth: number): readonly Expression[] | undefined {
  const args: Expression[] = [];
  if (cursor.take(")")) return args;
  do {
    const argument = readExpression(cursor, depth - 1);
    if (argument === undefined) return undefined;
    args.push(argument);
  } while (cursor.take(","));
  return cursor.take(")") ? args : undefined;
}

/** `''` inside a string is one quote. */
function readString(cursor: Cursor): Expression | undefined {
  const { text } = cursor;
  const pieces: string[] = [];
  let start = cursor.at + 1;
  for (;;) {
    const end = text.indexOf("'", start);
    if (end < 0) return undefined;
    pieces.push(text.slice(start, end));
    cursor.at = end + 1;
    if (text.charAt(end + 1) !== "'") return { kind: "constant", value: pieces.join("'") };
    start = end + 2;
  }
}

function readNumber(cursor: Cursor): Expression | undefined {
  const sign = cursor.take("-") ? "-" : "";
  const digits = cursor.run((character) => isDigit(character) || character === ".");
  const value = Number(sign + digits);
  return digits === "" || !Number.isFinite(value) ? undefined : { kind: "constant", value };
}

function isSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

function isDigit(character: string): boolean {
  return character >= "0" && character <= "9";
}

function isNameCharacter(character: string): boolean {
  return (
    isDigit(character) ||
    (character >= "a" && character <= "z") ||
    (character >= "A" && character <= "Z") ||
    character === "_" ||
    character === "$"
  );
}
