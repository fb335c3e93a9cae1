import type { Subscription } from "../../evidence/subscriptions/subscription.js";

/** Places for subscriptions: for the ten thousand keys that are in use at a time, with few collisions. */
const MOST_PLACES = 32_768;
const FIRST_PLACES = 64;
/** Places in which one digest may stand. */
const WAYS = 4;

/**
 * Subscriptions that look-ups have found lately, by digest: at most 32,768, some 350 bytes each. One is kept when it is
 * found for the second time: a hundred thousand keys in turn would only push out one another. A digest whose places are
 * taken gets one of them.
 */
export class AdmittedSubscriptions {
  /** Hashes of digests that were found once. */
  #seen = new Int32Array(FIRST_PLACES);
  #hashes = new Int32Array(FIRST_PLACES);
  /** The digest and the subscription of each place, side by side in memory. */
  #entries = noEntries(FIRST_PLACES);
  #size = 0;
  /** How many were to be added since the places were enlarged. */
  #added = 0;

  get size(): number {
    return this.#size;
  }

  find(hash: number, digest: string): Subscription | undefined {
    const hashes = this.#hashes;
    const first = firstOf(hash, hashes.length);
    for (let at = first; at < first + WAYS; at++)
      if (hashes[at] === hash && this.#entries[2 * at] === digest)
        return this.#entries[2 * at + 1] as Subscription;
    return undefined;
  }

  /** Adds a subscription that `find` does not find, unless it is seen for the first time. */
  add(hash: number, digest: string, found: Subscription): void {
    this.#added += 1;
    if (this.#added > this.#hashes.length / 2 && this.#hashes.length < MOST_PLACES) this.#enlarge();
    const first = firstOf(hash, this.#hashes.length);
    if (!this.#isSeen(hash, first)) return;
    let at = first;
    while (at < first + WAYS && this.#entries[2 * at] !== undefined) at++;
    if (at === first + WAYS) at = first + (this.#added % WAYS);
    else this.#size += 1;
    this.#hashes[at] = hash;
    this.#entries[2 * at] = digest;
    this.#entries[2 * at + 1] = found;
  }

  delete(hash: number, digest: string): void {
    const first = firstOf(hash, this.#hashes.length);
    for (let at = first; at < first + WAYS; at++) {
      if (this.#entries[2 * at] !== digest) continue;
      this.#entries[2 * at] = undefined;
      this.#entries[2 * at + 1] = undefined;
      this.#size -= 1;
    }
  }

  /** Whether a hash was seen before, among those that have the same places. Now it was. */
  #isSeen(hash: number, first: number): boolean {
    for (let at = first; at < first + WAYS; at++) if (this.#seen[at] === hash) return true;
    this.#seen[first + (this.#added % WAYS)] = hash;
    return false;
  }

  // Empty again: what is in use is soon found again.
  #enlarge(): void {
    const places = this.#hashes.length * 8;
    this.#seen = new Int32Array(places);
    this.#hashes = new Int32Array(places);
    this.#entries = noEntries(places);
    this.#size = 0;
    this.#added = 0;
  }
}

/** The first of the places for a hash; there are a power of two of them. */
const firstOf = (hash: number, places: number): number => (hash >>> 8) & (places - WAYS);

const noEntries = (places: number): (string | Subscription | undefined)[] =>
  new Array<undefined>(places * 2).fill(undefined);
