const space = /[ \t\n\r]*/y;
const token =
  /[{}[\],:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "end of value";

/** Where a text stops being JSON (RFC 8259), counted from 1; `JSON.parse` does not always say. */
export function locateJsonError(text: string): { line: number; column: number } {
  const open: string[] = [];
  let expected: Expected | undefined = "value";
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    token.lastIndex = at;
    const found = token.exec(text)?.[0];
    expected = found === undefined ? undefined : next(expected, found, open);
    if (found === undefined || expected === undefined) break;
    at += found.length;
  }
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** What may follow after a token, or undefined when the token itself may not stand here. */
function next(expected: Expected, found: string, open: string[]): Expected | undefined {
  switch (expected) {
    case "value or ]":
    case "value":
      if (found === "{" || found === "[") {
        open.push(found);
        return found === "{" ? "key or }" : "value or ]";
      }
      if (found === "]" && expected === "value or ]") return close(open);
      return /^[}\],:]$/.test(found) ? undefined : "end of value";
    case "key or }":
    case "key":
      if (found === "}" && expected === "key or }") return close(open);
      return found.startsWith('"') ? "colon" : undefined;
    case "colon":
      return found === ":" ? "value" : undefined;
    case "end of value": {
      const inside = open.at(-1);
      if (found === "," && inside !== undefined) return inside === "{" ? "key" : "value";
      return (found === "}" && inside === "{") || (found === "]" && inside === "[") ? close(open) : undefined;
    }
  }
}

function close(open: string[]): Expected {
  open.pop();
  return "end of value";
}
