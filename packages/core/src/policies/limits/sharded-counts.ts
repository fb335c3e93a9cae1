import { CountTable } from "./count-table.js";

/** About how many counts a shard holds: few enough that no request waits for milliseconds while they are rehashed. */
const PER_SHARD = 4_096;
/** Characters that choose the shard. */
const HASHED = 24;

/**
 * Counts by keys that a caller can make up: at most `max`, of which the least recently used are forgotten. In several
 * tables, because a table that forgets as fast as it learns is rehashed again and again, as a whole.
 */
export class ShardedCounts {
  readonly #max: number;
  readonly #shards: (CountTable | undefined)[];

  constructor(max: number) {
    this.#max = max;
    this.#shards = new Array<CountTable | undefined>(Math.max(1, Math.ceil(max / PER_SHARD))).fill(undefined);
  }

  get size(): number {
    return this.#shards.reduce((size, shard) => size + (shard?.size ?? 0), 0);
  }

  /** The table for a key. It is made for the first one, because it takes much memory. */
  of(key: string): CountTable {
    const shards = this.#shards.length;
    const i = hashOf(key) % shards;
    // The shares add up to the maximum.
    return (this.#shards[i] ??= new CountTable(Math.floor((this.#max + i) / shards)));
  }

  delete(key: string): void {
    this.#shards[hashOf(key) % this.#shards.length]?.delete(key);
  }
}

/**
 * A hash of the end of a key, where the caller's part is. The caller that finds keys for one shard empties it with fewer
 * keys; with more of them it could empty all.
 */
function hashOf(key: string): number {
  let hash = 0;
  for (let i = Math.max(0, key.length - HASHED); i < key.length; i++)
    hash = ((hash << 5) - hash + key.charCodeAt(i)) | 0;
  return hash >>> 0;
}
