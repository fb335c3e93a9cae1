/**
 * Memory for the bytes of one text at a time, used again and again. What comes back is good until the next call, so it
 * must not be kept across a wait.
 */
export class Scratch {
  #memory = Buffer.allocUnsafeSlow(2048);

  /** The characters of a text, a byte each. */
  latin1(text: string): Buffer {
    const memory = this.#sized(text.length);
    return memory.subarray(0, memory.write(text, "latin1"));
  }

  /**
   * The bytes of canonical base64url without padding (RFC 7515 §2, RFC 4648 §3.5), or undefined for any other text.
   * Node's decoder skips what is not in the alphabet, and takes padding, standard base64 and loose last bits. Whatever
   * is skipped leaves fewer bytes than the length promises, so nothing need be encoded again to compare.
   */
  base64url(text: string): Buffer | undefined {
    const { length } = text;
    const rest = length & 3;
    if (rest === 1 || text.includes("+") || text.includes("/")) return undefined;
    if (Buffer.byteLength(text) !== length) return undefined; // of other characters it would read the low byte alone
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

/** Last characters of a text that ends in one byte or in two: the bits that are left over are zero. */
const LAST_OF_TWO = "AQgw";
const LAST_OF_THREE = "AEIMQUYcgkosw048";
