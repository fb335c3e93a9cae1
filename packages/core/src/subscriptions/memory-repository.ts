import {
  asEvidence,
  RepositoryConflictError,
  type StoredSubscription,
  type SubscriptionPage,
  type SubscriptionQuery,
  type SubscriptionRepository,
} from "./stored-subscription.js";
import type { Subscription, SubscriptionChange } from "./subscription.js";

/** Subscriptions in memory. Look-ups answer at once; everything is gone when the process ends. */
export class MemorySubscriptionRepository implements SubscriptionRepository {
  readonly #byId = new Map<string, StoredSubscription>();
  readonly #byDigest = new Map<string, StoredSubscription>();
  readonly #listeners = new Set<(change: SubscriptionChange) => void>();

  constructor(subscriptions: readonly StoredSubscription[] = []) {
    for (const subscription of subscriptions) this.#add(subscription);
  }

  findByKeyDigest(digest: string): Subscription | undefined {
    const stored = this.#byDigest.get(digest);
    return stored && asEvidence(stored, digest);
  }

  onChange(listener: (change: SubscriptionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async get(id: string): Promise<StoredSubscription | undefined> {
    return this.#byId.get(id);
  }

  async list({
    scope,
    state,
    ownerId,
    limit = 100,
    after,
  }: SubscriptionQuery = {}): Promise<SubscriptionPage> {
    const most = Math.min(Math.max(limit, 1), 1000);
    const found = [...this.#byId.values()]
      .filter((one) => (after === undefined || one.id > after) && (scope ?? one.scope) === one.scope)
      .filter(
        (one) => (state ?? one.state) === one.state && (ownerId === undefined || one.ownerId === ownerId),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = found.slice(0, most);
    return { items, ...(found.length > most && { next: items.at(-1)!.id }) };
  }

  async insert(subscription: StoredSubscription): Promise<void> {
    this.#add(subscription);
    this.#tell(subscription.keys);
  }

  async replace(subscription: StoredSubscription): Promise<void> {
    const old = this.#byId.get(subscription.id);
    if (old?.version !== subscription.version - 1)
      throw new RepositoryConflictError("version", subscription.id);
    this.#refuseTaken(subscription);
    for (const { digest } of old.keys) this.#byDigest.delete(digest);
    this.#set(subscription);
    this.#tell([...old.keys, ...subscription.keys]);
  }

  async delete(id: string): Promise<boolean> {
    const old = this.#byId.get(id);
    if (old === undefined) return false;
    this.#byId.delete(id);
    for (const { digest } of old.keys) this.#byDigest.delete(digest);
    this.#tell(old.keys);
    return true;
  }

  #add(subscription: StoredSubscription): void {
    if (this.#byId.has(subscription.id)) throw new RepositoryConflictError("id", subscription.id);
    this.#refuseTaken(subscription);
    this.#set(subscription);
  }

  #refuseTaken({ id, keys }: StoredSubscription): void {
    const digests = keys.map(({ digest }) => digest);
    const taken = digests.some((digest) => (this.#byDigest.get(digest)?.id ?? id) !== id);
    if (taken || new Set(digests).size < digests.length) throw new RepositoryConflictError("digest", id);
  }

  #set(subscription: StoredSubscription): void {
    this.#byId.set(subscription.id, subscription);
    for (const { digest } of subscription.keys) this.#byDigest.set(digest, subscription);
  }

  #tell(keys: StoredSubscription["keys"]): void {
    const change = { digests: [...new Set(keys.map(({ digest }) => digest))] };
    for (const listener of this.#listeners) listener(change);
  }
}
