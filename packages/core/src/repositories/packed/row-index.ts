import type { HashedRows } from "./hashed-rows.js";

/** Slots of a part. A part without room is enlarged, and the largest divided, which takes less than a millisecond. */
const SIZES: readonly number[] = [8, 32, 128, 512, 2_048, 4_096, 6_144];
const FIRST_SLOTS = SIZES[0]!;
const MOST_SLOTS = SIZES.at(-1)!;
/** Share of the slots that is filled at most. */
const FULL = 0.8;
/** Share that `fill` fills. */
const FILLED = 0.75;
/** Parts share so many bits of the hash at most: rows with the same hash cannot be divided. */
const MOST_BITS = 20;
const NONE = 0;
const DELETED = 0xffff_ffff;

/** The rows whose hashes have the same leading bits. */
interface Part {
  /** How many leading bits they share. */
  readonly bits: number;
  /** Eight bits of the hash, then 24 bits with one more than the row. */
  slots: Uint32Array;
  /** Slots that are not `NONE`. */
  filled: number;
}

/**
 * Finds rows by hashes of 32 bits, with a sign or without. A hash table that grows part by part (extendible hashing), so that no insertion waits
 * until a million rows are placed again. Each hash takes 5 to 8 bytes. A row has one hash or several.
 */
export class RowIndex {
  readonly #eachHash: EachHash;
  /** The part for each combination of leading bits; several combinations may share one. */
  #parts: Part[] = [{ bits: 0, slots: new Uint32Array(FIRST_SLOTS), filled: 0 }];
  #bits = 0;

  /** `eachHash`: calls a function with all hashes under which a row was added. */
  constructor(eachHash: EachHash) {
    this.#eachHash = eachHash;
  }

  /** Bytes of memory that the index takes. */
  get bytes(): number {
    return [...new Set(this.#parts)].reduce((sum, { slots }) => sum + slots.byteLength, 0);
  }

  /** The first row under this hash for which `isIt` is true. */
  find(hash: number, isIt: (row: number) => boolean): number | undefined {
    const { slots } = this.#partOf(hash);
    const tag = tagOf(hash);
    for (let at = (hash >>> 0) % slots.length; slots[at] !== NONE; at = next(at, slots)) {
      const slot = slots[at]!;
      if (slot >>> 24 === tag && slot !== DELETED && isIt((slot & 0xff_ffff) - 1))
        return (slot & 0xff_ffff) - 1;
    }
    return undefined;
  }

  /** Adds a row under all its hashes. */
  add(row: number): void {
    // First room for all of them: a part that is placed again must not meet a row of which it has one hash so far.
    let count = 0;
    this.#eachHash(row, () => (count += 1));
    this.#eachHash(row, (hash) => this.#makeRoom(hash, count));
    this.#eachHash(row, (hash) => put(this.#partOf(hash), hash, row));
  }

  /**
   * Adds rows to an empty index, so that none is placed again. Returns the first row that `isSame` finds to be the same as
   * one before it under the same hash, and then the index is of no use.
   */
  fill(
    { hashes, rows, size }: HashedRows,
    isSame: (row: number, other: number) => boolean,
  ): number | undefined {
    this.#bits = Math.min(MOST_BITS, Math.max(0, Math.ceil(Math.log2(size / (MOST_SLOTS * FULL)))));
    const counts = new Uint32Array(2 ** this.#bits);
    for (let i = 0; i < size; i++) counts[leading(hashes[i]!, this.#bits)]! += 1;
    this.#parts = Array.from(counts, (count) => {
      const slots = new Uint32Array(Math.max(FIRST_SLOTS, Math.ceil(count / FILLED)));
      return { bits: this.#bits, slots, filled: 0 };
    });
    for (let i = 0; i < size; i++) {
      const [hash, row] = [hashes[i]!, rows[i]!];
      if (this.find(hash, (other) => isSame(row, other)) !== undefined) return row;
      put(this.#partOf(hash), hash, row);
    }
    return undefined;
  }

  /** Removes a row under all its hashes. */
  delete(row: number): void {
    this.#eachHash(row, (hash) => {
      const { slots } = this.#partOf(hash);
      const slot = slotOf(hash, row);
      let at = (hash >>> 0) % slots.length;
      while (slots[at] !== slot && slots[at] !== NONE) at = next(at, slots);
      if (slots[at] === slot) slots[at] = DELETED;
    });
  }

  #partOf(hash: number): Part {
    return this.#parts[this.#bits === 0 ? 0 : hash >>> (32 - this.#bits)]!;
  }

  #makeRoom(hash: number, count: number): void {
    for (let part = this.#partOf(hash); isFull(part, count); part = this.#partOf(hash)) {
      const placed = this.#placedIn(part, hash);
      const size = sizeFor(placed.rows.length + count);
      if (size <= MOST_SLOTS || !this.#divide(part, placed)) placeAgain(part, size, placed);
    }
  }

  /** What is in a part. `hash` is one of the part. */
  #placedIn({ bits, slots }: Part, hash: number): Placed {
    const found = new Set<number>();
    for (const slot of slots) if (slot !== NONE && slot !== DELETED) found.add((slot & 0xff_ffff) - 1);
    const hashes: number[] = [];
    const rows: number[] = [];
    for (const row of found) {
      this.#eachHash(row, (one) => {
        if (leading(one, bits) !== leading(hash, bits)) return;
        hashes.push(one);
        rows.push(row);
      });
    }
    return { hashes, rows };
  }

  /** Divides a part into two by the next bit of the hashes. False when that would leave most of them together. */
  #divide(part: Part, { hashes, rows }: Placed): boolean {
    const bits = part.bits + 1;
    const halves = [0, 1].map((bit) => {
      const isIn = (_: number, at: number) => (leading(hashes[at]!, bits) & 1) === bit;
      return { hashes: hashes.filter(isIn), rows: rows.filter(isIn) };
    });
    if (bits > MOST_BITS || halves.some((half) => half.rows.length < rows.length / 4)) return false;
    if (part.bits === this.#bits) {
      this.#parts = this.#parts.flatMap((one) => [one, one]);
      this.#bits += 1;
    }
    const parts = halves.map((half) => {
      const made: Part = { bits, slots: new Uint32Array(0), filled: 0 };
      placeAgain(made, sizeFor(half.rows.length), half);
      return made;
    });
    for (const [at, one] of this.#parts.entries())
      if (one === part) this.#parts[at] = parts[(at >>> (this.#bits - bits)) & 1]!;
    return true;
  }
}

type EachHash = (row: number, visit: (hash: number) => void) => void;

/** Rows, each with its hash. */
interface Placed {
  readonly hashes: readonly number[];
  readonly rows: readonly number[];
}

const leading = (hash: number, bits: number): number => (bits === 0 ? 0 : hash >>> (32 - bits));
/** Eight bits that say nothing about the place of a hash in its part. */
const tagOf = (hash: number): number => Math.imul(hash, 0x9e37_79b1) >>> 24;
const slotOf = (hash: number, row: number): number => ((tagOf(hash) << 24) | (row + 1)) >>> 0;
const next = (at: number, slots: Uint32Array): number => (at + 1 === slots.length ? 0 : at + 1);

const isFull = ({ filled, slots }: Part, more: number): boolean => filled + more > slots.length * FULL;

/** Slots for so many hashes: more than `MOST_SLOTS` only for hashes that cannot be divided. */
function sizeFor(count: number): number {
  const size = SIZES.find((one) => count <= one * FULL);
  return size ?? Math.ceil((count / FULL) * 1.5);
}

function placeAgain(part: Part, size: number, { hashes, rows }: Placed): void {
  part.slots = new Uint32Array(size);
  part.filled = 0;
  for (const [at, hash] of hashes.entries()) put(part, hash, rows[at]!);
}

function put(part: Part, hash: number, row: number): void {
  const { slots } = part;
  let at = (hash >>> 0) % slots.length;
  while (slots[at] !== NONE) at = next(at, slots);
  slots[at] = slotOf(hash, row);
  part.filled += 1;
}
