const SPACE = /[ \t\n\r]*/y;
const TEXT = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Finds the position, counted from 1, where a text stops being JSON (RFC 8259). `JSON.parse` does not always report it. */
export function locateJsonError(text: string): { line: number; column: number } {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  const sign = (wanted: string): boolean => {
    take(SPACE);
    if (text[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const list = (end: string, member: () => boolean): boolean => {
    if (sign(end)) return true;
    do {
      if (!member()) return false;
    } while (sign(","));
    return sign(end);
  };
  const named = (): boolean => {
    take(SPACE);
    return take(TEXT) && sign(":") && value();
  };
  const value = (): boolean => {
    if (sign("{")) return list("}", named);
    if (sign("[")) return list("]", value);
    return take(TEXT) || take(SCALAR);
  };
  if (value()) take(SPACE);
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
