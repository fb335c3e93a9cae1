/** Bytes of a digest, and its characters in base64url. */
export const DIGEST_BYTES = 32;
const DIGEST_LENGTH = 43;
/** Words of 32 bits. */
export const DIGEST_WORDS: number = DIGEST_BYTES / 4;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Bits that no character of the alphabet has. */
const INVALID = 0x40;
const VALUES: Uint8Array = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** A digest as numbers. */
export class DigestWords {
  readonly words: Uint32Array = new Uint32Array(DIGEST_WORDS);
  readonly bytes: Uint8Array = new Uint8Array(this.words.buffer);

  /**
   * Reads a digest as `digestKey` writes it: 43 characters base64url, in the one way that encodes 32 bytes. False for any
   * other text.
   */
  read(digest: string): boolean {
    if (digest.length !== DIGEST_LENGTH) return false;
    const { bytes } = this;
    let seen = 0;
    let at = 0;
    for (let i = 0; i < DIGEST_LENGTH - 3; i += 4) {
      const one = valueAt(digest, i);
      const two = valueAt(digest, i + 1);
      const three = valueAt(digest, i + 2);
      const four = valueAt(digest, i + 3);
      seen |= one | two | three | four;
      const bits = (one << 18) | (two << 12) | (three << 6) | four;
      bytes[at++] = bits >> 16;
      bytes[at++] = bits >> 8;
      bytes[at++] = bits;
    }
    // Three characters are left for two bytes, with two bits too many.
    const one = valueAt(digest, DIGEST_LENGTH - 3);
    const two = valueAt(digest, DIGEST_LENGTH - 2);
    const three = valueAt(digest, DIGEST_LENGTH - 1);
    const bits = (one << 12) | (two << 6) | three;
    bytes[at++] = bits >> 10;
    bytes[at++] = bits >> 2;
    return ((seen | one | two | three) & INVALID) === 0 && (bits & 0x3) === 0;
  }

  /** Whether the words from this one on are the digest. Takes the same time wherever they differ. */
  equals(words: Uint32Array, from: number): boolean {
    let difference = 0;
    for (let i = 0; i < DIGEST_WORDS; i++) difference |= this.words[i]! ^ words[from + i]!;
    return difference === 0;
  }
}

/**
 * The first 32 bits of a digest, as its hash: the digest is the result of a cryptographic hash function. Reads six
 * characters only, so that an unknown digest costs little. With a sign: V8 has an object for each larger number.
 */
export function hashOfDigest(digest: string): number {
  const five =
    (valueAt(digest, 0) << 26) |
    (valueAt(digest, 1) << 20) |
    (valueAt(digest, 2) << 14) |
    (valueAt(digest, 3) << 8) |
    (valueAt(digest, 4) << 2);
  return five | (valueAt(digest, 5) >> 4);
}

/** The same for the digest that begins at this byte. */
export const hashAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

function valueAt(digest: string, at: number): number {
  const code = digest.charCodeAt(at);
  return code < VALUES.length ? VALUES[code]! : INVALID;
}
