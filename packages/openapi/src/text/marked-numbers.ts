import { endOfText } from "./repeated-name.js";

// No text of a document begins with it, and if one did, the result would be refused as a whole.
const MARK = "\u0000number ";
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * A JSON text in which numbers that JavaScript would write otherwise are texts with a mark: `9223372036854775807`, the largest
 * int64, would become `9223372036854776000`. `json` is valid.
 */
export function withMarkedNumbers(json: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < json.length; at++) {
    if (json[at] === '"') at = endOfText(json, at) - 1;
    else {
      NUMBER.lastIndex = at;
      const [number] = NUMBER.exec(json) ?? [];
      if (number === undefined) continue;
      if (JSON.stringify(Number(number)) !== number) {
        pieces.push(json.slice(from, at), JSON.stringify(`${MARK}${number}`));
        from = at + number.length;
      }
      at += number.length - 1;
    }
  }
  return pieces.join("") + json.slice(from);
}

/** The text with the numbers as they were written. */
export const withoutMarks = (json: string): string =>
  json.replaceAll(/"\\u0000number (-?[\d.eE+-]+)"/g, "$1");
