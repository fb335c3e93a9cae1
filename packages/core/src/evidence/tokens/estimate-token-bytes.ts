import type { VerifiedToken } from "../evidence.js";
import type { CompactJws } from "./jws/compact-jws.js";

/**
 * Estimates the memory of a cached token in bytes, including its parsed claims. The number of tokens alone is no useful
 * limit: one with thousands of roles takes as much as fifty others. Based on V8's object layout; rather too high than
 * too low.
 */
export function estimateTokenBytes(
  text: string,
  { payload, signingInput, signature }: CompactJws,
  { roles, scopes, groups }: VerifiedToken,
): number {
  const signed = signingInput.length + 1 + signature.length;
  return (
    ENTRY +
    text.length +
    // For an encrypted token the inner one is kept too: its claims are parsed from there.
    (signed === text.length ? 0 : signed) +
    bytesOf(payload) +
    // Lists that rules use are stored apart from the claims.
    bytesOf([roles, scopes, groups])
  );
}

/** The cache entry, and the token without its lists. */
const ENTRY = 800;
const OBJECT = 56;
const LIST = 64;
const PLACE = 8;
const TEXT = 16;
const NUMBER = 16;
/** An object with more members than this becomes a hash table with its own copies of the names. */
const FEW_MEMBERS = 32;
const TABLE_MEMBER = 64;

/** Bytes of a JSON value. Iterative: deep nesting would overflow the stack. */
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

// V8 shares one-character strings, stores strings with a wide character in two bytes per character, and pads to 8 bytes.
function bytesOfText(text: string): number {
  if (text.length < 2) return 0;
  const bytes = text.length * (WIDE.test(text) ? 2 : 1);
  return TEXT + Math.ceil(bytes / 8) * 8;
}
const WIDE = /[\u0100-\uffff]/;
