import { plainLine } from "./plain-line.js";

/**
 * A text as one word of a POSIX shell (IEEE Std 1003.1, "Quoting"): single quotes keep everything literally, and only
 * `${env:NAME}` becomes the variable NAME.
 */
export function shellText(text: string): string {
  const parts = plainLine(text).split(VARIABLE);
  // Every second part is the name of a variable.
  const words = parts.map((part, i) => (i % 2 === 1 ? `"\${${shellName(part)}}"` : quoted(part)));
  return words.filter((word) => word !== "''").join("") || "''";
}

const VARIABLE = /\$\{env:([A-Za-z0-9_]+)\}/;

/** The reference to a variable in a text. */
export const reference = (name: string): string => `\${env:${name}}`;

// A shell has no variable whose name begins with a digit.
const shellName = (name: string): string => (/^[0-9]/.test(name) ? `_${name}` : name);

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
