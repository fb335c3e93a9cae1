import { HINTS } from "../../refusals/hints.js";
import { isJwe } from "./jws/decrypter.js";

/** A hint for a text that is not a signed JWT: what it probably is. Contains nothing of the text. */
export function malformedHint(text: string): string | undefined {
  if (NEVER_SET.has(text)) return HINTS.neverSet;
  if (text.includes(",")) return HINTS.twoTokens;
  if (text.slice(0, 7).toLowerCase() === "bearer ") return HINTS.schemeInside;
  if (isJwe(text)) return HINTS.encryptedToken;
  if (isKeyLike(text)) return HINTS.keyAsToken;
  return hasThreeParts(text) ? undefined : HINTS.opaqueToken;
}

/** What JavaScript, Python and templates make of a variable that has no value. */
const NEVER_SET: ReadonlySet<string> = new Set([
  "undefined",
  "null",
  "NaN",
  "None",
  "false",
  "[object Object]",
  "[object Promise]",
  "{token}",
  "<token>",
]);

/** Keys that API Management generates: 32 hexadecimal digits. */
const isKeyLike = (text: string) => text.length === 32 && /^[0-9a-f]+$/i.test(text);

function hasThreeParts(text: string): boolean {
  const second = text.indexOf(".", text.indexOf(".") + 1);
  return text.includes(".") && second !== -1 && !text.includes(".", second + 1);
}
