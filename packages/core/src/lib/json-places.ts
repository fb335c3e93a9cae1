const SPACE = /[ \t\n\r]*/y;
const TEXT = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

/** A path into a JSON value: member names and array indexes. */
export type JsonPath = readonly (string | number)[];

/** A position in a text; both numbers count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where the values at these paths begin, in one pass over a valid JSON text. A path that does not exist gets the
 * position of its closest existing parent.
 */
export function placesInJson(text: string, paths: readonly JsonPath[]): Place[] {
  const wanted = new Set(paths.flatMap((path) => [...path, ""].map((_, i) => nameOf(path.slice(0, i)))));
  const found = new Map<string, Place>();
  let [at, line, lineStart] = [0, 1, 0];

  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const taken = pattern.exec(text)?.[0] ?? "";
    at += taken.length;
    return taken;
  };
  // Line breaks occur between tokens only: a JSON string holds none.
  const space = () => {
    const from = at;
    const taken = take(SPACE);
    for (let end = taken.indexOf("\n"); end !== -1; end = taken.indexOf("\n", end + 1)) {
      line += 1;
      lineStart = from + end + 1;
    }
  };
  const sign = (one: string): boolean => {
    space();
    if (text[at] !== one) return false;
    at += 1;
    return true;
  };
  const members = (end: string, member: (i: number) => void) => {
    if (sign(end)) return;
    let i = 0;
    do member(i++);
    while (sign(","));
    sign(end);
  };
  const value = (path: JsonPath) => {
    space();
    const name = nameOf(path);
    if (wanted.has(name)) found.set(name, { line, column: at - lineStart + 1 });
    if (sign("["))
      members("]", (i) => {
        value([...path, i]);
      });
    else if (sign("{"))
      members("}", () => {
        space();
        const member = JSON.parse(take(TEXT)) as string;
        sign(":");
        value([...path, member]);
      });
    else if (text[at] === '"') take(TEXT);
    else take(SCALAR);
  };

  value([]);
  return paths.map((path) => {
    for (let length = path.length; length > 0; length--) {
      const place = found.get(nameOf(path.slice(0, length)));
      if (place !== undefined) return place;
    }
    return found.get(nameOf([]))!;
  });
}

const nameOf = (path: JsonPath): string => JSON.stringify(path);
