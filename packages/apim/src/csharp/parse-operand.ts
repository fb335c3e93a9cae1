import { isSymbol, nameAt, take, type Cursor } from "./cursor.js";
import type { Expression } from "./expression.js";

/** Members, calls and indexes behind one another: more than people write. */
const longestChain = 32;

/** Casts that leave the value as it is where C# allows them on what is recognized. */
const idleCasts: ReadonlySet<string | undefined> = new Set([
  "string",
  "String",
  "bool",
  "Boolean",
  "int",
  "Int32",
]);

/** Reads a whole expression, inside brackets. */
type Whole = (cursor: Cursor, depth: number) => Expression | undefined;

/** An operand: `!` and casts, then a value with its members, calls and indexes. */
export function parseOperand(cursor: Cursor, depth: number, whole: Whole): Expression | undefined {
  const prefixes: ("not" | "jwt")[] = [];
  for (let taken = takePrefix(cursor); taken !== undefined; taken = takePrefix(cursor)) {
    if (taken !== "idle" && prefixes.push(taken) > longestChain) return undefined;
  }
  const value = parsePrimary(cursor, depth, whole);
  const operand = value && parseChain(cursor, depth, whole, value);
  return operand && prefixes.reduceRight<Expression>((of, kind) => ({ kind, of }), operand);
}

function takePrefix(cursor: Cursor): "not" | "jwt" | "idle" | undefined {
  if (take(cursor, "!")) return "not";
  const type = isSymbol(cursor, "(") && isSymbol(cursor, ")", 2) ? nameAt(cursor, 1) : undefined;
  if (type !== "Jwt" && !idleCasts.has(type)) return undefined;
  cursor.at += 3;
  return type === "Jwt" ? "jwt" : "idle";
}

function parsePrimary(cursor: Cursor, depth: number, whole: Whole): Expression | undefined {
  if (take(cursor, "(")) {
    const inner = whole(cursor, depth + 1);
    return take(cursor, ")") ? inner : undefined;
  }
  const token = cursor.tokens[cursor.at];
  if (token === undefined || token.kind === "symbol") return undefined;
  cursor.at += 1;
  if (token.kind === "number") return { kind: "number", value: token.value };
  if (token.kind === "text") return { kind: "text", value: token.text };
  if (token.text === "new") return parseList(cursor, depth, whole);
  return token.text === "null" ? { kind: "null" } : { kind: "name", name: token.text };
}

/** What stands behind `new`: `[] { … }` or `string[] { … }`. */
function parseList(cursor: Cursor, depth: number, whole: Whole): Expression | undefined {
  const type = nameAt(cursor);
  if (type === "string" || type === "String") cursor.at += 1;
  if (!take(cursor, "[") || !take(cursor, "]") || !take(cursor, "{")) return undefined;
  const items = parseItems(cursor, depth, whole, "}");
  return items && { kind: "list", items };
}

function parseChain(cursor: Cursor, depth: number, whole: Whole, value: Expression): Expression | undefined {
  let of: Expression | undefined = value;
  for (let links = 0; links <= longestChain; links += 1) {
    if (take(cursor, ".") || take(cursor, "?.")) of = parseMember(cursor, depth, whole, of);
    else if (take(cursor, "[")) of = parseIndex(cursor, depth, whole, of);
    else return of;
    if (of === undefined) return undefined;
  }
  return undefined;
}

function parseMember(cursor: Cursor, depth: number, whole: Whole, of: Expression): Expression | undefined {
  const name = nameAt(cursor);
  if (name === undefined) return undefined;
  cursor.at += 1;
  if (!take(cursor, "(")) return { kind: "member", of, name };
  const given = parseItems(cursor, depth, whole, ")");
  return given && { kind: "call", of, name, arguments: given };
}

function parseIndex(cursor: Cursor, depth: number, whole: Whole, of: Expression): Expression | undefined {
  const index = whole(cursor, depth + 1);
  return index && take(cursor, "]") ? { kind: "index", of, index } : undefined;
}

/** Expressions with commas between them, up to the bracket that closes them. */
function parseItems(
  cursor: Cursor,
  depth: number,
  whole: Whole,
  close: string,
): readonly Expression[] | undefined {
  const items: Expression[] = [];
  if (take(cursor, close)) return items;
  do {
    const item = whole(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  } while (take(cursor, ","));
  return take(cursor, close) ? items : undefined;
}
