import type { VerifiedToken } from "../evidence.js";
import type { CompactJws } from "./jws/compact-jws.js";

/**
 * Estimates the memory of a cached token in bytes, including its parsed claims. The number of tokens alone is no useful
 * limit: one with thousands of roles takes as much as fifty others. Based on V8's object layout; rather too high than
 * too low.
 */
export function estimateTokenBytes(
  text: string,
  { payload, isNarrow, signingInput, signature }: CompactJws,
  { roles, scopes, groups }: VerifiedToken,
): number {
  const signed = signingInput.length + 1 + signature.length;
  return (
    ENTRY +
    text.length +
    // For an encrypted token the inner one is kept too: its claims are parsed from there.
    (signed === text.length ? 0 : signed) +
    bytesOf(payload, isNarrow) +
    // Lists that rules use are stored apart from the claims.
    bytesOf([roles, scopes, groups], isNarrow)
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

/**
 * Bytes of a JSON object or list. Iterative: deep nesting would overflow the stack. `isNarrow`: no text in it has a wide
 * character, so none is searched for one.
 */
function bytesOf(value: object, isNarrow: boolean): number {
  let bytes = 0;
  const containers: object[] = [value];
  for (let next = containers.pop(); next !== undefined; next = containers.pop()) {
    const isList = Array.isArray(next);
    const members: readonly unknown[] = isList ? (next as unknown[]) : Object.values(next);
    bytes += isList ? LIST + PLACE * members.length : OBJECT + bytesOfNames(next, members.length);
    for (const member of members) {
      if (typeof member === "string") bytes += bytesOfText(member, isNarrow);
      else if (typeof member === "number") bytes += bytesOfNumber(member);
      else if (typeof member === "object" && member !== null) containers.push(member);
    }
  }
  return bytes;
}

function bytesOfNames(object: object, count: number): number {
  if (count <= FEW_MEMBERS) return PLACE * count;
  let bytes = TABLE_MEMBER * count;
  for (const name of Object.keys(object)) bytes += bytesOfText(name, false);
  return bytes;
}

const bytesOfNumber = (value: number): number =>
  Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 0 : NUMBER;

// V8 shares one-character strings, stores strings with a wide character in two bytes per character, and pads to 8 bytes.
function bytesOfText(text: string, isNarrow: boolean): number {
  if (text.length < 2) return 0;
  const bytes = text.length * (!isNarrow && WIDE.test(text) ? 2 : 1);
  return TEXT + Math.ceil(bytes / 8) * 8;
}
const WIDE = /[\u0100-\uffff]/;
