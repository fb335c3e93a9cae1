/** Writes numbers, texts and bytes one after the other into a buffer that grows. */
export class RecordWriter {
  #buffer = Buffer.alloc(512);
  #at = 0;

  get buffer(): Buffer {
    return this.#buffer;
  }

  /** Bytes written since `start`. */
  get size(): number {
    return this.#at;
  }

  start(): void {
    this.#at = 0;
  }

  word(value: number): void {
    this.#makeRoom(4);
    this.#at = this.#buffer.writeUInt32LE(value, this.#at);
  }

  double(value: number): void {
    this.#makeRoom(8);
    this.#at = this.#buffer.writeDoubleLE(value, this.#at);
  }

  /** A whole number of up to 53 bits, seven bits in a byte. */
  whole(value: number): void {
    this.#makeRoom(8);
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.#buffer[this.#at++] = (left % 0x80) | 0x80;
    this.#buffer[this.#at++] = left;
  }

  /** As a whole number; false when it is none, and is written as a double. */
  number(value: number): boolean {
    const isWhole = Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
    if (isWhole) this.whole(value);
    else this.double(value);
    return isWhole;
  }

  text(text: string, encoding: "latin1" | "utf16le"): void {
    this.#makeRoom(text.length * 2);
    this.#at += this.#buffer.write(text, this.#at, encoding);
  }

  bytes(bytes: Uint8Array, size: number): void {
    this.#makeRoom(size);
    const buffer = this.#buffer;
    const at = this.#at;
    for (let i = 0; i < size; i++) buffer[at + i] = bytes[i]!;
    this.#at = at + size;
  }

  #makeRoom(size: number): void {
    if (this.#at + size <= this.#buffer.length) return;
    const larger = Buffer.alloc(Math.max(this.#buffer.length * 2, this.#at + size));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
