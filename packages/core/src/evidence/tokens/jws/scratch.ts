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

  /**
   * Decodes canonical base64url without padding (RFC 7515 §2, RFC 4648 §3.5); undefined for any other text. Node's decoder
   * skips characters outside the alphabet and accepts padding, standard base64 and non-zero trailing bits. Skipped
   * characters yield fewer bytes than the length implies, so no re-encoding is needed to detect them.
   */
  base64url(text: string): Buffer | undefined {
    const { length } = text;
    const rest = length & 3;
    if (rest === 1 || text.includes("+") || text.includes("/")) return undefined;
    if (Buffer.byteLength(text) !== length) return undefined; // the decoder would use the low byte of other characters
    if (rest !== 0 && !(rest === 2 ? LAST_OF_TWO : LAST_OF_THREE).includes(text[length - 1]!))
      return undefined;
    const memory = this.#sized(length);
    const written = memory.write(text, "base64url");
    return written === Math.floor((length * 3) / 4) ? memory.subarray(0, written) : undefined;
  }

  #sized(length: number): Buffer {
    if (this.#memory.length < length) this.#memory = Buffer.allocUnsafeSlow(length * 2);
    return this.#memory;
  }
}

/** Valid last characters of a text whose last group has one byte or two: the trailing bits are zero. */
const LAST_OF_TWO = "AQgw";
const LAST_OF_THREE = "AEIMQUYcgkosw048";
