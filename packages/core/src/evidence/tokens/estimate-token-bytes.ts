import type { VerifiedToken } from "../evidence.js";
import type { CompactJws } from "./jws/compact-jws.js";

/**
 * Bytes that a remembered token holds, or comes to hold once its claims are asked for: a bound on the number of tokens
 * says little, because one with thousands of roles takes as much as fifty others. An estimate by V8's layout, rather
 * too high than too low.
 */
export function bytesHeld(
  text: string,
  { payload, signingInput, signature }: CompactJws,
  { roles, scopes, groups }: VerifiedToken,
): number {
  const signed = signingInput.length + 1 + signature.length;
  return (
    ENTRY +
    text.length +
    // Of an encrypted token the one inside is kept too: its claims are read from there.
    (signed === text.length ? 0 : signed) +
    bytesOf(payload) +
    // What rules are decided by was read once before, apart from the claims.
    bytesOf([roles, scopes, groups])
  );
}

/** The entry, its place in the cache, the token without its lists, and its short texts. */
const ENTRY = 800;
const OBJECT = 56;
const LIST = 64;
const PLACE = 8;
const TEXT = 16;
const NUMBER = 16;
/** An object with more members than this becomes a hash table, and its names are its own. */
const FEW_MEMBERS = 32;
const TABLE_MEMBER = 64;

/** Bytes of a value made of JSON. With a list instead of recursion: nested brackets would overflow the stack. */
function bytesOf(value: unknown): number {
  let bytes = 0;
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next === "string") bytes += bytesOfText(next);
    else if (typeof next === "number")
      bytes += Number.isInteger(next) && Math.abs(next) < 2 ** 31 ? 0 : NUMBER;
    else if (Array.isArray(next)) {
      bytes += LIST + PLACE * next.length;
      for (const member of next) rest.push(member);
    } else if (typeof next === "object" && next !== null) {
      const names = Object.keys(next);
      bytes += OBJECT;
      for (const name of names) {
        bytes += names.length > FEW_MEMBERS ? TABLE_MEMBER + bytesOfText(name) : PLACE;
        rest.push((next as Readonly<Record<string, unknown>>)[name]);
      }
    }
  }
  return bytes;
}

// V8 has one text for each single character, keeps a text with a wide character as two bytes each, and fills up to 8.
function bytesOfText(text: string): number {
  if (text.length < 2) return 0;
  const bytes = text.length * (WIDE.test(text) ? 2 : 1);
  return TEXT + Math.ceil(bytes / 8) * 8;
}
const WIDE = /[\u0100-\uffff]/;
