/** A kind of value: its description for messages, and the test for it. */
export interface Kind {
  readonly says: string;
  readonly fits: (value: unknown) => boolean;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isWord = (value: unknown): boolean => isText(value) && !/\s/.test(value);
const isList = (value: unknown, of: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(of);

/** The kinds that options are made of. */
export const kinds: Record<"text" | "texts" | "words" | "flag" | "record" | "clock", Kind> = {
  text: { says: "a text that is not empty", fits: isText },
  texts: { says: "a list of texts", fits: (value) => isList(value, isText) },
  words: { says: "a list of words without spaces", fits: (value) => isList(value, isWord) },
  flag: { says: "true or false", fits: (value) => typeof value === "boolean" },
  record: { says: "an object", fits: isRecord },
  clock: { says: "a function that gives milliseconds", fits: (value) => typeof value === "function" },
};

/** One of a few values, told as they are written. */
export function oneOf(...values: readonly (string | number | null)[]): Kind {
  const says = values.map((value) => JSON.stringify(value)).join(" or ");
  return { says, fits: (value) => values.some((one) => one === value) };
}

/** A whole number within limits. */
export function whole(from: number, to: number): Kind {
  const fits = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
  return { says: `a whole number from ${from} to ${to}`, fits };
}

/** Whether it is an object with members, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checks an object's members; adds a problem with path and way out for each that is unknown or of the wrong kind. */
export function checkShape(
  value: unknown,
  path: string,
  shape: Readonly<Record<string, Kind>>,
  problems: string[],
): boolean {
  const before = problems.length;
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  if (!isRecord(value)) {
    problems.push(`${path || "options"}: ${shown(value)} should be an object.`);
    return false;
  }
  for (const [name, member] of Object.entries(value)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined)
      problems.push(`${at(name)}: there is no such option; known here: ${Object.keys(shape).join(", ")}.`);
    else if (member !== undefined && !kind.fits(member))
      problems.push(`${at(name)}: ${shown(member)} should be ${kind.says}.`);
  }
  return problems.length === before;
}

/** A value for a message, short. */
export function shown(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
