import { randomInt } from "node:crypto";
import type { Subscription } from "../../evidence/subscriptions/subscription.js";
import { RepositoryConflictError } from "../repository-conflict-error.js";
import { asEvidence, type StoredSubscription, type SubscriptionQuery } from "../stored-subscription.js";
import { DIGEST_BYTES, DIGEST_WORDS, DigestWords, hashAt, hashOfDigest } from "./digest-words.js";
import { FewTexts } from "./few-texts.js";
import { digestCountAt } from "./record-layout.js";
import { HashedRows } from "./hashed-rows.js";
import { hashOfText } from "./hash-text.js";
import { RecordHeap } from "./record-heap.js";
import { RowMarks } from "./row-marks.js";
import { RowIndex } from "./row-index.js";
import { SubscriptionEncoder } from "./subscription-encoder.js";
import { SubscriptionReader } from "./subscription-reader.js";

/**
 * Subscriptions as records of bytes, numbered by rows and found by ids and by digests: a million of them are a few large
 * pieces of memory. A subscription becomes an object when it is asked for.
 */
export class PackedSubscriptions {
  readonly #few = new FewTexts();
  readonly #encoder = new SubscriptionEncoder(this.#few);
  readonly #heap = new RecordHeap();
  readonly #digest = new DigestWords();
  readonly #byId = new RowIndex((row, visit) => visit(this.#readerAt(row).idHash(this.#seed)));
  readonly #byDigest = new RowIndex((row, visit) => this.#eachHashAt(row, visit));
  /** Digests that `digestKey` did not write, which no key has. */
  readonly #byText = new Map<string, number>();
  /** Ids cannot be chosen so that their hashes collide. */
  readonly #seed = randomInt(2 ** 32);
  readonly #marks = new RowMarks(this.#seed);
  #size = 0;
  /** The digest that is looked for. */
  #asked = "";
  readonly #isAsked = (row: number): boolean => this.#digest.read(this.#asked) && this.#nthAt(row) !== -1;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory outside of the heap of JavaScript. */
  get bytes(): number {
    return this.#heap.bytes + this.#byId.bytes + this.#byDigest.bytes + this.#marks.bytes;
  }

  /** All rows. */
  rows(): Iterable<number> {
    return this.#heap.rows();
  }

  rowOf(id: string): number | undefined {
    return this.#byId.find(hashOfText(id, this.#seed), (row) => this.idAt(row) === id);
  }

  rowOfDigest(digest: string): number | undefined {
    this.#asked = digest;
    return this.#byDigest.find(hashOfDigest(digest), this.#isAsked) ?? this.#byText.get(digest);
  }

  /** What `asEvidence` gives for a digest with this hash; undefined when no subscription has it. */
  evidenceOf(digest: string, hash: number): Subscription | undefined {
    this.#asked = digest;
    const row = this.#byDigest.find(hash, this.#isAsked);
    // `#isAsked` has read the digest.
    if (row !== undefined) return this.#readerAt(row).evidence(this.#nthAt(row));
    const other = this.#byText.get(digest);
    return other === undefined ? undefined : asEvidence(this.storedAt(other), digest);
  }

  idAt(row: number): string {
    return this.#readerAt(row).id;
  }

  storedAt(row: number): StoredSubscription {
    return this.#readerAt(row).stored();
  }

  /** Makes the question whether a subscription is one that a query asks for. It holds until a subscription changes. */
  matching(query: SubscriptionQuery): (row: number) => boolean {
    const mayMatch = this.#marks.mayMatch(query);
    const { scope, ownerId } = query;
    if (scope === undefined && ownerId === undefined) return mayMatch;
    return (row) => {
      if (!mayMatch(row)) return false;
      const reader = this.#readerAt(row);
      return (
        (ownerId === undefined || reader.isOf(ownerId)) && (scope === undefined || reader.hasScope(scope))
      );
    };
  }

  /**
   * Adds all subscriptions, when there are none yet. Throws `RepositoryConflictError` when two have the same id or digest.
   * Much faster than `add` for each.
   */
  fill(subscriptions: Iterable<StoredSubscription>): void {
    const ids = new HashedRows();
    const digests = new HashedRows();
    for (const stored of subscriptions) {
      const row = this.#addRecord(stored);
      ids.add(hashOfText(stored.id, this.#seed), row);
      this.#eachHashAt(row, (hash) => digests.add(hash, row));
      this.#addTexts(row, stored);
    }
    const sameId = this.#byId.fill(ids, (row, other) => this.idAt(row) === this.idAt(other));
    if (sameId !== undefined) throw new RepositoryConflictError("id", this.idAt(sameId));
    const sameDigest = this.#byDigest.fill(digests, (row, other) => this.#shareDigest(row, other));
    if (sameDigest !== undefined) throw new RepositoryConflictError("digest", this.idAt(sameDigest));
  }

  /** Adds a subscription whose id and digests are new. Returns its row. */
  add(stored: StoredSubscription): number {
    const row = this.#addRecord(stored);
    this.#byId.add(row);
    this.#byDigest.add(row);
    this.#addTexts(row, stored);
    return row;
  }

  /** Replaces a subscription by one with the same id. */
  replace(row: number, stored: StoredSubscription): void {
    const size = this.#encoder.encode(stored);
    this.#unindex(row);
    this.#heap.replace(row, this.#encoder.buffer, size);
    this.#marks.set(row, stored);
    this.#byDigest.add(row);
    this.#addTexts(row, stored);
  }

  delete(row: number): void {
    this.#unindex(row);
    this.#byId.delete(row);
    this.#heap.delete(row);
    this.#size -= 1;
  }

  #addRecord(stored: StoredSubscription): number {
    const size = this.#encoder.encode(stored);
    this.#size += 1;
    const row = this.#heap.add(this.#encoder.buffer, size);
    this.#marks.set(row, stored);
    return row;
  }

  /** Adds the digests that are texts of the subscription that was encoded last. */
  #addTexts(row: number, { id, keys }: StoredSubscription): void {
    if (!this.#encoder.hasTextDigests) return;
    for (const { digest } of keys) {
      if (this.#digest.read(digest)) continue;
      if (this.#byText.has(digest)) throw new RepositoryConflictError("digest", id);
      this.#byText.set(digest, row);
    }
  }

  /** Whether two rows have a digest in common, or one has a digest twice. */
  #shareDigest(row: number, other: number): boolean {
    const digests = this.storedAt(row).keys.map(({ digest }) => digest);
    if (row === other) return new Set(digests).size < digests.length;
    return this.storedAt(other).keys.some(({ digest }) => digests.includes(digest));
  }

  #unindex(row: number): void {
    this.#byDigest.delete(row);
    if (this.#byText.size === 0) return;
    for (const { digest } of this.storedAt(row).keys) this.#byText.delete(digest);
  }

  #readerAt(row: number): SubscriptionReader {
    return new SubscriptionReader(this.#heap.at(row), this.#few);
  }

  /** Which digest of a row the one that was read last is; -1 when it is none. */
  #nthAt(row: number): number {
    const { words, at } = this.#heap.at(row);
    const count = digestCountAt(words, at);
    for (let nth = 0; nth < count; nth++)
      if (this.#digest.equals(words, at / 4 + 1 + nth * DIGEST_WORDS)) return nth;
    return -1;
  }

  #eachHashAt(row: number, visit: (hash: number) => void): void {
    // The place is read before the first visit: the heap gives the same object to the next who asks.
    const { bytes, words, at } = this.#heap.at(row);
    const count = digestCountAt(words, at);
    for (let nth = 0; nth < count; nth++) visit(hashAt(bytes, at + 4 + nth * DIGEST_BYTES));
  }
}
