import { printable } from "../printable.js";

/** One thing for people: a line for each fact that is known. */
export const factLines = (facts: readonly (readonly [name: string, value: string | undefined])[]): string =>
  facts.map(([name, value]) => (value ? `${name.padEnd(14)}  ${printable(value)}\n` : "")).join("");
