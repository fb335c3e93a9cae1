import { wordsOf } from "../../output/ending-of.js";

/** The longest text of another program's error in a report. */
const LONGEST = 300;

/** An error in one line. Addresses with a user or a password lose both. */
export function errorWords(error: unknown): string {
  const line = wordsOf(error)
    .slice(0, 2_000)
    .replaceAll(/\s+/g, " ")
    .replaceAll(/:\/\/[^\s/@]{1,300}@/g, "://…@");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
