import { MemorySubscriptionStore, type SubscriptionOptions, type SubscriptionStore } from "#src/index.js";

/** A store that answers at once or later, and counts how often it is asked. */
export class CountingStore implements SubscriptionStore {
  lookUps = 0;
  readonly #answers: "at once" | "later";
  readonly #store: MemorySubscriptionStore;

  constructor(answers: "at once" | "later", subscriptions: readonly SubscriptionOptions[], pepper?: string) {
    this.#answers = answers;
    this.#store = new MemorySubscriptionStore(subscriptions, pepper);
  }

  findByKeyDigest(digest: string): ReturnType<SubscriptionStore["findByKeyDigest"]> {
    this.lookUps += 1;
    const found = this.#store.findByKeyDigest(digest);
    return this.#answers === "later" ? Promise.resolve(found) : found;
  }
}
