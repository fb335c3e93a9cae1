const simple: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['"', '"'],
  ["\\", "\\"],
  ["0", "\0"],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** Fewest and most hexadecimal digits behind the letter of an escape. */
const numeric: ReadonlyMap<string, readonly [fewest: number, most: number]> = new Map([
  ["x", [1, 4]],
  ["u", [4, 4]],
  ["U", [8, 8]],
]);

/** The value of a verbatim string, from the text between its quotes. */
export function decodeVerbatim(inner: string): string {
  return inner.replaceAll('""', '"');
}

/** The value of an ordinary string, from the text between its quotes; undefined where C# has no such escape. */
export function decodeOrdinary(inner: string): string | undefined {
  const pieces: string[] = [];
  let from = 0;
  for (let at = inner.indexOf("\\"); at >= 0; at = inner.indexOf("\\", from)) {
    const escape = escapeAt(inner, at + 1);
    if (escape === undefined) return undefined;
    pieces.push(inner.slice(from, at), escape.value);
    from = escape.end;
  }
  return pieces.join("") + inner.slice(from);
}

function escapeAt(inner: string, at: number): { readonly value: string; readonly end: number } | undefined {
  const letter = inner[at] ?? "";
  const value = simple.get(letter);
  if (value !== undefined) return { value, end: at + 1 };
  const [fewest, most] = numeric.get(letter) ?? [1, 0];
  const digits = /^[0-9a-f]*/i.exec(inner.slice(at + 1, at + 1 + most))?.[0] ?? "";
  const code = Number.parseInt(digits, 16);
  return digits.length < fewest || code > 0x10_ff_ff
    ? undefined
    : { value: String.fromCodePoint(code), end: at + 1 + digits.length };
}
