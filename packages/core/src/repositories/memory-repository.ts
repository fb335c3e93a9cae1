import { ChangeListeners } from "./change-listeners.js";
import { PackedSubscription } from "./packed-subscription.js";
import { pageSizeOf } from "./page-size.js";
import { placeOf, SortedIds } from "./sorted-ids.js";
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
 * A repository in memory. Lookups are synchronous; the content is lost when the process ends. Each subscription takes some
 * 240 bytes besides its strings.
 */
export class MemorySubscriptionRepository implements SubscriptionRepository {
  readonly #byId = new Map<string, PackedSubscription>();
  readonly #byDigest = new Map<string, PackedSubscription>();
  readonly #ids = new SortedIds();
  readonly #listeners = new ChangeListeners();

  constructor(subscriptions: Iterable<StoredSubscription> = []) {
    for (const subscription of subscriptions) this.#add(subscription);
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Iterates over all subscriptions, in no particular order. */
  *[Symbol.iterator](): Generator<StoredSubscription, void, undefined> {
    for (const packed of this.#byId.values()) yield packed.unpack();
  }

  findByKeyDigest(digest: string): Subscription | undefined {
    return this.#byDigest.get(digest)?.evidenceFor(digest);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    return this.#byId.get(id)?.unpack();
  }

  async list({ scope, state, ownerId, limit, after }: SubscriptionQuery = {}): Promise<SubscriptionPage> {
    const matches = (one: PackedSubscription) =>
      (scope === undefined || one.scope === scope) &&
      (state === undefined || one.state === state) &&
      (ownerId === undefined || one.ownerId === ownerId);
    const size = pageSizeOf(limit);
    const ids = this.#ids.of(this.#byId.keys());
    const items: StoredSubscription[] = [];
    let at = after === undefined ? 0 : placeOf(after, ids);
    if (ids[at] === after) at += 1;
    for (; at < ids.length; at++) {
      const one = this.#byId.get(ids[at]!)!;
      if (!matches(one)) continue;
      if (items.length === size) return { items, next: items.at(-1)!.id };
      items.push(one.unpack());
    }
    return { items };
  }

  async insert(subscription: StoredSubscription): Promise<void> {
    this.#add(subscription);
    this.#notify(subscription.keys);
  }

  async replace(subscription: StoredSubscription): Promise<void> {
    const old = this.#byId.get(subscription.id);
    if (old?.version !== subscription.version - 1)
      throw new RepositoryConflictError("version", subscription.id);
    this.#refuseTaken(subscription);
    this.#freeDigests(old);
    this.#set(subscription);
    this.#notify([...old.keys, ...subscription.keys]);
  }

  async delete(id: string): Promise<boolean> {
    const old = this.#byId.get(id);
    if (old === undefined) return false;
    this.#byId.delete(id);
    this.#ids.delete(id);
    this.#freeDigests(old);
    this.#notify(old.keys);
    return true;
  }

  #add(subscription: StoredSubscription): void {
    if (this.#byId.has(subscription.id)) throw new RepositoryConflictError("id", subscription.id);
    this.#refuseTaken(subscription);
    this.#set(subscription);
    this.#ids.add(subscription.id);
  }

  #refuseTaken({ id, keys }: StoredSubscription): void {
    const digests = keys.map(({ digest }) => digest);
    const taken = digests.some((digest) => (this.#byDigest.get(digest)?.id ?? id) !== id);
    if (taken || new Set(digests).size < digests.length) throw new RepositoryConflictError("digest", id);
  }

  #freeDigests({ keys }: PackedSubscription): void {
    for (const { digest } of keys) this.#byDigest.delete(digest);
  }

  #set(subscription: StoredSubscription): void {
    const packed = new PackedSubscription(subscription);
    this.#byId.set(packed.id, packed);
    for (const { digest } of subscription.keys) this.#byDigest.set(digest, packed);
  }

  #notify(keys: readonly StoredKey[]): void {
    this.#listeners.notify({ digests: [...new Set(keys.map(({ digest }) => digest))] });
  }
}
