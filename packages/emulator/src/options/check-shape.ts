import { nearest } from "./nearest.js";

/** A type of option value: its description for messages, and its test. */
export interface Kind {
  readonly description: string;
  readonly fits: (value: unknown) => boolean;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isWord = (value: unknown): boolean => isText(value) && !/\s/.test(value);
const isList = (value: unknown, of: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(of);

/** The common types of option values. */
export const kinds: Record<"text" | "texts" | "words" | "flag" | "record" | "clock", Kind> = {
  text: { description: "a text that is not empty", fits: isText },
  texts: { description: "a list of texts", fits: (value) => isList(value, isText) },
  words: { description: "a list of words without spaces", fits: (value) => isList(value, isWord) },
  flag: { description: "true or false", fits: (value) => typeof value === "boolean" },
  record: { description: "an object", fits: isRecord },
  clock: { description: "a function that gives milliseconds", fits: (value) => typeof value === "function" },
};

/** One of several literal values. */
export function oneOf(...values: readonly (string | number | null)[]): Kind {
  const description = values.map((value) => JSON.stringify(value)).join(" or ");
  return { description, fits: (value) => values.some((one) => one === value) };
}

/** An integer between two limits, inclusive. */
export function whole(from: number, to: number): Kind {
  const fits = (value: unknown): boolean =>
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
  return { description: `a whole number from ${from} to ${to}`, fits };
}

/** Whether a value is an object and not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Checks the members of an object. Adds a problem with path and fix for each unknown or invalid member; returns whether there was none. */
export function checkShape(
  value: unknown,
  path: string,
  shape: Readonly<Record<string, Kind>>,
  problems: string[],
): boolean {
  const before = problems.length;
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  if (!isRecord(value)) {
    problems.push(`${path || "options"}: ${preview(value)} should be an object.`);
    return false;
  }
  for (const [name, member] of Object.entries(value)) {
    const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (kind === undefined) problems.push(`${at(name)}: there is no such option; ${hint(name, shape)}`);
    else if (member !== undefined && !kind.fits(member))
      problems.push(`${at(name)}: ${preview(member)} should be ${kind.description}.`);
  }
  return problems.length === before;
}

/** Names all options that are known, and the one that is probably meant. */
function hint(name: string, shape: Readonly<Record<string, Kind>>): string {
  const known = Object.keys(shape);
  const meant = nearest(name, known);
  const all = `known here: ${known.join(", ")}.`;
  return meant === undefined ? all : `${all} Did you mean ${meant}?`;
}

/** Formats a value for a message, at most 60 characters. */
export function preview(value: unknown): string {
  const text = typeof value === "function" ? "a function" : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
