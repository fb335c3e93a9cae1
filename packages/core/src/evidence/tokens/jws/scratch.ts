import { isUtf8 } from "node:buffer";

/**
 * A reusable buffer for the bytes of one string at a time. A returned buffer is valid until the next call, so it must not
 * be kept across an `await`.
 */
export class Scratch {
  #memory = Buffer.allocUnsafeSlow(2048);

  /** Encodes a string as Latin-1, one byte per character. */
  latin1(text: string): Buffer {
    const memory = this.#sized(text.length);
    return memory.subarray(0, memory.write(text, "latin1"));
  }

  /** Decodes canonical base64url without padding; undefined for any other text. */
  base64url(text: string): Buffer | undefined {
    const written = this.#decode(text);
    return written === undefined ? undefined : this.#memory.subarray(0, written);
  }

  /** Decodes canonical base64url of a UTF-8 text that begins with a brace, after white space; undefined for any other. */
  base64urlObject(text: string): string | undefined {
    const written = this.#decode(text);
    if (written === undefined || !beginsObject(this.#memory, written)) return undefined;
    const decoded = this.#memory.toString("utf8", 0, written);
    // The decoder writes U+FFFD for what is no UTF-8. Searching for it takes a sixth of a view of the bytes and their check.
    return decoded.includes("\uFFFD") && !isUtf8(this.#memory.subarray(0, written)) ? undefined : decoded;
  }

  /**
   * Decodes canonical base64url without padding (RFC 7515 §2, RFC 4648 §3.5) into the memory; returns the number of bytes, or
   * undefined for any other text. Node's decoder skips characters outside the alphabet and accepts padding, standard
   * base64 and non-zero trailing bits. Skipped characters yield fewer bytes than the length implies, so no re-encoding is
   * needed to detect them.
   */
  #decode(text: string): number | undefined {
    const { length } = text;
    const rest = length & 3;
    if (rest === 1 || text.includes("+") || text.includes("/")) return undefined;
    if (WIDE.test(text)) return undefined; // the decoder would use the low byte of such characters
    if (rest !== 0 && !(rest === 2 ? LAST_OF_TWO : LAST_OF_THREE).includes(text[length - 1]!))
      return undefined;
    const written = this.#sized(length).write(text, "base64url");
    return written === Math.floor((length * 3) / 4) ? written : undefined;
  }

  #sized(length: number): Buffer {
    if (this.#memory.length < length) this.#memory = Buffer.allocUnsafeSlow(length * 2);
    return this.#memory;
  }
}

/** V8 answers this at once for a string of one byte per character, as all header fields are. */
const WIDE = /[\u0100-\uffff]/;

/** Whether the first byte after white space (RFC 8259 §2) is a brace. */
export function beginsObject(bytes: Uint8Array, length: number = bytes.length): boolean {
  let at = 0;
  while (
    at < length &&
    (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d)
  )
    at += 1;
  return at < length && bytes[at] === 0x7b;
}

/** Valid last characters of a text whose last group has one byte or two: the trailing bits are zero. */
const LAST_OF_TWO = "AQgw";
const LAST_OF_THREE = "AEIMQUYcgkosw048";
