import type { Writable } from "../../lib/writable.js";

/** Bytes of a chunk: little enough that a repository of a few thousand wastes none, and that one is soon moved. */
const CHUNK = 1 << 16;
/** A chunk begins with so many, and is enlarged. */
const FIRST_BYTES = 1 << 10;
/** The row and the size in bytes, before the content of each record. */
const HEADER = 8;
const FREE = 0xffff_ffff;
/** Records begin at multiples of this many bytes, so that a place of 32 bits reaches 16 gigabytes. */
const ALIGNMENT = 4;
const CHUNK_PLACES = CHUNK / ALIGNMENT;
/** Rows have 24 bits, as the entries of a `Map` have: see `RowIndex`. */
const MOST_ROWS = 0xff_fffe;

interface Chunk {
  bytes: Buffer;
  words: Uint32Array;
  /** Bytes that were written. */
  used: number;
  /** Bytes of records that were not replaced or deleted. */
  live: number;
}

/** Where the content of a record is. The heap reuses one such object: read it before the next call. */
export interface RecordPlace {
  readonly bytes: Buffer;
  /** The same memory in 32-bit words. */
  readonly words: Uint32Array;
  /** The byte at which the content begins, a multiple of 4. */
  readonly at: number;
}

/**
 * Records of bytes, numbered by rows. They are in a few large chunks of memory, so that a million of them is no work for
 * the garbage collector. Replaced records are left behind; a chunk of which they take more than half is given up, and what
 * lives in it is moved.
 */
export class RecordHeap {
  readonly #chunks: (Chunk | undefined)[] = [];
  readonly #place: Writable<RecordPlace> = { bytes: Buffer.alloc(0), words: new Uint32Array(0), at: 0 };
  #current = 0;
  #places = new Uint32Array(16).fill(FREE);
  #rows = 0;
  readonly #freeRows: number[] = [];

  constructor() {
    this.#chunks.push(chunkOf(FIRST_BYTES));
  }

  /** Bytes of memory that the heap takes. */
  get bytes(): number {
    const chunks = this.#chunks.reduce((sum, chunk) => sum + (chunk?.bytes.length ?? 0), 0);
    return chunks + this.#places.byteLength;
  }

  /** The rows that hold a record. */
  *rows(): Generator<number, void, undefined> {
    for (let row = 0; row < this.#rows; row++) if (this.#places[row] !== FREE) yield row;
  }

  /** Adds a record. Returns its row: a freed one, or the next. */
  add(content: Buffer, size: number): number {
    const row = this.#freeRows.pop() ?? this.#nextRow();
    this.#write(row, content, size);
    return row;
  }

  replace(row: number, content: Buffer, size: number): void {
    this.#release(row);
    this.#write(row, content, size);
  }

  delete(row: number): void {
    this.#release(row);
    this.#places[row] = FREE;
    this.#freeRows.push(row);
  }

  /** The place of a row's content. */
  at(row: number): RecordPlace {
    const place = this.#places[row]!;
    const { bytes, words } = this.#chunks[chunkAt(place)]!;
    this.#place.bytes = bytes;
    this.#place.words = words;
    this.#place.at = offsetAt(place) + HEADER;
    return this.#place;
  }

  #nextRow(): number {
    if (this.#rows === MOST_ROWS) throw new RangeError(`There is room for ${MOST_ROWS} records at most`);
    if (this.#rows === this.#places.length) this.#places = grown(this.#places);
    return this.#rows++;
  }

  #write(row: number, content: Buffer, size: number): void {
    const whole = align(HEADER + size);
    const chunk = this.#withRoom(whole);
    const at = chunk.used;
    chunk.words[at / ALIGNMENT] = row;
    chunk.words[at / ALIGNMENT + 1] = whole;
    content.copy(chunk.bytes, at + HEADER, 0, size);
    this.#settle(row, chunk, whole);
  }

  #settle(row: number, chunk: Chunk, whole: number): void {
    this.#places[row] = this.#current * CHUNK_PLACES + chunk.used / ALIGNMENT;
    chunk.used += whole;
    chunk.live += whole;
  }

  /** The current chunk, or a new one when this many bytes have no room in it. */
  #withRoom(whole: number): Chunk {
    const chunk = this.#chunks[this.#current]!;
    if (chunk.used + whole <= chunk.bytes.length) return chunk;
    const isSmall = chunk.bytes.length < CHUNK && chunk.used + whole <= CHUNK;
    return isSmall ? enlarge(chunk, chunk.used + whole) : this.#newChunk(whole);
  }

  #newChunk(whole: number): Chunk {
    const full = this.#current;
    const free = this.#chunks.indexOf(undefined);
    this.#current = free === -1 ? this.#chunks.length : free;
    // A place must have 32 bits, and none may be that of a free row.
    if ((this.#current + 1) * CHUNK_PLACES >= FREE)
      throw new RangeError("The records have no room in memory");
    // A record larger than a chunk has a chunk for itself.
    this.#chunks[this.#current] = chunkOf(whole > CHUNK ? whole : Math.max(FIRST_BYTES * 8, whole));
    this.#giveUpIfSparse(full);
    return this.#withRoom(whole);
  }

  #release(row: number): void {
    const place = this.#places[row]!;
    const index = chunkAt(place);
    const chunk = this.#chunks[index]!;
    chunk.live -= chunk.words[offsetAt(place) / ALIGNMENT + 1]!;
    this.#places[row] = FREE;
    if (index !== this.#current) this.#giveUpIfSparse(index);
  }

  #giveUpIfSparse(index: number): void {
    const chunk = this.#chunks[index]!;
    if (chunk.live > chunk.used / 2) return;
    for (let at = 0, whole = 0; at < chunk.used; at += whole) {
      const row = chunk.words[at / ALIGNMENT]!;
      whole = chunk.words[at / ALIGNMENT + 1]!;
      if (this.#places[row] !== index * CHUNK_PLACES + at / ALIGNMENT) continue;
      const into = this.#withRoom(whole);
      chunk.bytes.copy(into.bytes, into.used, at, at + whole);
      this.#settle(row, into, whole);
    }
    this.#chunks[index] = undefined;
  }
}

const align = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const chunkAt = (place: number): number => Math.floor(place / CHUNK_PLACES);
const offsetAt = (place: number): number => (place % CHUNK_PLACES) * ALIGNMENT;

function chunkOf(size: number): Chunk {
  const bytes = Buffer.alloc(size); // zeros: what is not written yet must not be what another part of the process left
  return {
    bytes,
    words: new Uint32Array(bytes.buffer, bytes.byteOffset, size / ALIGNMENT),
    used: 0,
    live: 0,
  };
}

function enlarge(chunk: Chunk, least: number): Chunk {
  const { bytes, words } = chunkOf(Math.min(CHUNK, Math.max(least, chunk.bytes.length * 2)));
  chunk.bytes.copy(bytes, 0, 0, chunk.used);
  chunk.bytes = bytes;
  chunk.words = words;
  return chunk;
}

/** By a quarter: what is spare in a large table is little. */
function grown(places: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.ceil(places.length * 1.25)).fill(FREE, places.length);
  larger.set(places);
  return larger;
}
