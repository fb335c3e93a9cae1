/** Rows with their hashes, in the order in which they were added. */
export class HashedRows {
  #hashes = new Uint32Array(1024);
  #rows = new Uint32Array(1024);
  #size = 0;

  get hashes(): Uint32Array {
    return this.#hashes;
  }

  get rows(): Uint32Array {
    return this.#rows;
  }

  get size(): number {
    return this.#size;
  }

  add(hash: number, row: number): void {
    if (this.#size === this.#rows.length) {
      this.#hashes = doubled(this.#hashes);
      this.#rows = doubled(this.#rows);
    }
    this.#hashes[this.#size] = hash;
    this.#rows[this.#size] = row;
    this.#size += 1;
  }
}

function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
