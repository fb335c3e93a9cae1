/** A JSON pointer as the fragment of a URI (RFC 6901, sections 3 and 6), such as `#/paths/~1orders/get`. */
export const pointerTo = (...names: readonly (string | number)[]): string =>
  `#${names.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;

/** The names in a pointer that begins with `#/`; undefined for anything else. */
export function namesIn(pointer: string): readonly string[] | undefined {
  if (!pointer.startsWith("#/") || pointer.length > LONGEST_POINTER) return undefined;
  try {
    const names = decodeURIComponent(pointer.slice(2)).split("/");
    return names.map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  } catch {
    return undefined; // a percent sign that encodes nothing
  }
}

const LONGEST_POINTER = 1024;
