const SPACE = /[ \t\n\r]*/y;
const TEXT = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

/** A way into a JSON value: names of members and places in lists. */
export type JsonPath = readonly (string | number)[];

/** Where something stands in a text; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where the values at these paths begin, in one pass over a text that is known to be JSON. A path that leads nowhere
 * gets the place of the last value on its way.
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
  // A line can end between two signs only: JSON has no line breaks inside of texts.
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
