const SPACE = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex
const PIECE = /[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Finds the place, counted from 1, where a text stops being JSON (RFC 8259). The caller bounds the depth. */
export function locateJsonError(text: string): { readonly line: number; readonly column: number } {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length > 0;
  };
  const sign = (wanted: string): boolean => {
    take(SPACE);
    if (text[at] !== wanted) return false;
    at += 1;
    return true;
  };
  // Piece by piece: one pattern for a whole string can overflow the stack of the matcher on a long one.
  const quoted = (): boolean => {
    if (!sign('"')) return false;
    while (take(PIECE));
    if (text[at] !== '"') return false;
    at += 1;
    return true;
  };
  const list = (end: string, member: () => boolean): boolean => {
    if (sign(end)) return true;
    do if (!member()) return false;
    while (sign(","));
    return sign(end);
  };
  const value = (): boolean => {
    if (sign("{")) return list("}", () => quoted() && sign(":") && value());
    if (sign("[")) return list("]", value);
    return text[at] === '"' ? quoted() : take(SCALAR);
  };
  if (value()) take(SPACE);
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}
