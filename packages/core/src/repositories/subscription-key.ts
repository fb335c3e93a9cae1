import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 32; // 190 bits
const CHECKSUM_LENGTH = 6;
/** Prefix of generated keys, so that a leaked key is recognized. */
export const KEY_PREFIX = "pask_";

/** Generates a subscription key: prefix, 32 random characters, and a checksum over them. */
export function generateKey(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${KEY_PREFIX}${random}${checksum(random)}`;
}

/** Whether a text looks like a key from `generateKey`. For leak scanners, not for access control. */
export function looksGenerated(text: string): boolean {
  if (text.length !== KEY_PREFIX.length + RANDOM_LENGTH + CHECKSUM_LENGTH || !text.startsWith(KEY_PREFIX))
    return false;
  const random = text.slice(KEY_PREFIX.length, -CHECKSUM_LENGTH);
  return checksum(random) === text.slice(-CHECKSUM_LENGTH);
}

/** The public hint of a key: its prefix and last four characters; only "…" for a short key. */
export function hintOf(key: string): string {
  const prefix = key.startsWith(KEY_PREFIX) ? KEY_PREFIX : "";
  return key.length >= prefix.length + 16 ? `${prefix}…${lastFour(key)}` : "…";
}

// By code point: databases refuse half a surrogate pair.
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
