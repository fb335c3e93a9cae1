import { ChangeListeners } from "./change-listeners.js";
import { AdmittedSubscriptions } from "./packed/admitted-subscriptions.js";
import { hashOfDigest } from "./packed/digest-words.js";
import { PackedSubscriptions } from "./packed/packed-subscriptions.js";
import { pageSizeOf } from "./page-size.js";
import { SortedRows } from "./sorted-rows.js";
import { RepositoryConflictError } from "./repository-conflict-error.js";
import type {
  StoredKey,
  StoredSubscription,
  SubscriptionPage,
  SubscriptionQuery,
  SubscriptionRepository,
} from "./stored-subscription.js";
import type { Subscription, SubscriptionChange } from "../evidence/subscriptions/subscription.js";

/**
 * A repository in memory. Lookups are synchronous; the content is lost when the process ends. A subscription with two keys
 * takes some 115 bytes and its texts, one byte for each character of Latin-1, outside of the heap of JavaScript. Up to
 * 32,768 that are looked up again and again are kept as objects besides, in 12 megabytes at most.
 */
export class MemorySubscriptionRepository implements SubscriptionRepository {
  readonly #packed = new PackedSubscriptions();
  readonly #admitted = new AdmittedSubscriptions();
  readonly #sorted = new SortedRows((row) => this.#packed.idAt(row));
  readonly #listeners = new ChangeListeners();

  constructor(subscriptions: Iterable<StoredSubscription> = []) {
    this.#packed.fill(subscriptions);
  }

  get size(): number {
    return this.#packed.size;
  }

  /** Iterates over all subscriptions, in no particular order. */
  *[Symbol.iterator](): Generator<StoredSubscription, void, undefined> {
    for (const row of this.#packed.rows()) yield this.#packed.storedAt(row);
  }

  findByKeyDigest(digest: string): Subscription | undefined {
    const hash = hashOfDigest(digest);
    return this.#admitted.find(hash, digest) ?? this.#findPacked(hash, digest);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    const row = this.#packed.rowOf(id);
    return row === undefined ? undefined : this.#packed.storedAt(row);
  }

  async list(query: SubscriptionQuery = {}): Promise<SubscriptionPage> {
    const size = pageSizeOf(query.limit);
    const rows = this.#sorted.of(() => this.#packed.rows());
    const matches = this.#packed.matching(query);
    const items: StoredSubscription[] = [];
    for (
      let at = query.after === undefined ? 0 : this.#sorted.placeAfter(query.after);
      at < rows.length;
      at++
    ) {
      const row = rows[at]!;
      if (!matches(row)) continue;
      if (items.length === size) return { items, next: items.at(-1)!.id };
      items.push(this.#packed.storedAt(row));
    }
    return { items };
  }

  async insert(subscription: StoredSubscription): Promise<void> {
    this.#add(subscription);
    this.#notify(subscription.keys);
  }

  async replace(subscription: StoredSubscription): Promise<void> {
    const row = this.#packed.rowOf(subscription.id);
    const old = row === undefined ? undefined : this.#packed.storedAt(row);
    if (row === undefined || old?.version !== subscription.version - 1)
      throw new RepositoryConflictError("version", subscription.id);
    this.#refuseTaken(subscription, row);
    this.#packed.replace(row, subscription);
    this.#forget(old.keys);
    this.#notify([...old.keys, ...subscription.keys]);
  }

  async delete(id: string): Promise<boolean> {
    const row = this.#packed.rowOf(id);
    if (row === undefined) return false;
    const { keys } = this.#packed.storedAt(row);
    this.#sorted.delete(row);
    this.#packed.delete(row);
    this.#forget(keys);
    this.#notify(keys);
    return true;
  }

  #findPacked(hash: number, digest: string): Subscription | undefined {
    const found = this.#packed.evidenceOf(digest, hash);
    if (found !== undefined) this.#admitted.add(hash, digest, found);
    return found;
  }

  #add(subscription: StoredSubscription): void {
    if (this.#packed.rowOf(subscription.id) !== undefined)
      throw new RepositoryConflictError("id", subscription.id);
    this.#refuseTaken(subscription, undefined);
    this.#sorted.add(this.#packed.add(subscription));
  }

  /** `row`: that of the subscription, which may keep its own digests. */
  #refuseTaken({ id, keys }: StoredSubscription, row: number | undefined): void {
    const isTaken = ({ digest }: StoredKey, at: number) =>
      (this.#packed.rowOfDigest(digest) ?? row) !== row ||
      keys.findIndex((other) => other.digest === digest) !== at;
    if (keys.some(isTaken)) throw new RepositoryConflictError("digest", id);
  }

  #forget(keys: readonly StoredKey[]): void {
    for (const { digest } of keys) this.#admitted.delete(hashOfDigest(digest), digest);
  }

  #notify(keys: readonly StoredKey[]): void {
    this.#listeners.notify({ digests: [...new Set(keys.map(({ digest }) => digest))] });
  }
}
