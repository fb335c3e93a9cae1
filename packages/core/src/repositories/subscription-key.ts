import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32; // 190 bits
const CHECKSUM_LENGTH = 6;
/** What generated keys begin with, so that a leaked one is recognised for what it is. */
export const KEY_PREFIX = "pask_";

/** Makes a subscription key: prefix, 32 random characters, and a checksum over them. */
export function generateKey(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${KEY_PREFIX}${random}${checksum(random)}`;
}

/** Whether a text is a key that `generateKey` can have made: for scanners of leaks, not for access. */
export function looksGenerated(text: string): boolean {
  if (text.length !== KEY_PREFIX.length + RANDOM_LENGTH + CHECKSUM_LENGTH || !text.startsWith(KEY_PREFIX))
    return false;
  const random = text.slice(KEY_PREFIX.length, -CHECKSUM_LENGTH);
  return checksum(random) === text.slice(-CHECKSUM_LENGTH);
}

/** What may be shown of a key: its readable prefix and the last four characters; nothing when little would be left. */
export function hintOf(key: string): string {
  const prefix = key.startsWith(KEY_PREFIX) ? KEY_PREFIX : "";
  return key.length >= prefix.length + 16 ? `${prefix}…${lastFour(key)}` : "…";
}

// By code point: half a surrogate pair is no text, and databases refuse it.
const lastFour = (key: string) => Array.from(key.slice(-8)).slice(-4).join("");

function checksum(random: string): string {
  let rest = crc32(random);
  let written = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    written = `${ALPHABET[rest % ALPHABET.length]}${written}`;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return written;
}
