/** A value in a JSON text, with the positions of its first character and of the one after its last. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "list"; readonly items: readonly JsonNode[] }
  | { readonly kind: "scalar" }
);

/** A member of an object; `start` is the position of its name. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly value: JsonNode;
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /[^\s,\]}]+/y;
/** A catalog is nested a dozen levels deep. */
const DEEPEST = 500;

/** The values of a text that `JSON.parse` has accepted. */
export function jsonTree(text: string): JsonNode {
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const taken = pattern.exec(text)?.[0] ?? "";
    at += taken.length;
    return taken;
  };
  // No pattern: for a text of some megabytes it would run out of stack.
  const takeText = (): string => {
    const start = at;
    do at += text[at] === "\\" ? 2 : 1;
    while (at < text.length && text[at] !== '"');
    at += 1;
    return text.slice(start, at);
  };
  const sign = (one: string): boolean => {
    take(SPACE);
    if (text[at] !== one) return false;
    at += 1;
    return true;
  };
  const all = <T>(end: string, one: () => T): T[] => {
    const found: T[] = [];
    if (sign(end)) return found;
    do found.push(one());
    while (sign(","));
    sign(end);
    return found;
  };
  const value = (depth: number): JsonNode => {
    if (depth > DEEPEST) throw new RangeError(`the catalog is nested more than ${DEEPEST} levels deep`);
    take(SPACE);
    const start = at;
    if (sign("{")) {
      const members = all("}", () => {
        take(SPACE);
        const member = at;
        const name = JSON.parse(takeText()) as string;
        sign(":");
        return { name, start: member, value: value(depth + 1) };
      });
      return { kind: "object", start, end: at, members };
    }
    if (sign("[")) return { kind: "list", start, items: all("]", () => value(depth + 1)), end: at };
    if (text[at] === '"') takeText();
    else take(SCALAR);
    return { kind: "scalar", start, end: at };
  };
  return value(0);
}

/** The value at a path; undefined when it does not exist. Of several members with one name the last counts, as in `JSON.parse`. */
export function nodeAt(root: JsonNode, path: readonly (string | number)[]): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (node.kind === "object") node = node.members.findLast(({ name }) => name === step)?.value;
    else node = node.kind === "list" && typeof step === "number" ? node.items[step] : undefined;
  }
  return node;
}
