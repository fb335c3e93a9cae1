const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The line of the first name that comes twice in one object of a JSON text; undefined without one. `JSON.parse` keeps the last
 * of the two in silence. `json` is valid.
 */
export function repeatedName(json: string): number | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at]!;
    if (sign === "{" || sign === "[") open.push(new Set());
    else if (sign === "}" || sign === "]") open.pop();
    else if (sign === '"') {
      const end = endOfText(json, at);
      const names = open.at(-1);
      if (names !== undefined && isName(json, end)) {
        const name = JSON.parse(json.slice(at, end)) as string;
        if (names.has(name)) return json.slice(0, at).split("\n").length;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Where a text in JSON ends that starts here. */
export function endOfText(json: string, start: number): number {
  let end = start + 1;
  while (json.charCodeAt(end) !== QUOTE) end += json.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return end + 1;
}

/** Whether a text that ends here is the name of a member. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (/\s/.test(json[at] ?? "")) at++;
  return json[at] === ":";
}
