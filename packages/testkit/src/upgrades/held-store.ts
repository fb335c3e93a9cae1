import { setTimeout as wait } from "node:timers/promises";
import type { Subscription, SubscriptionChange, SubscriptionStore } from "@product-auth/core";
import { digestKey } from "@product-auth/core/subscriptions";

/** A store that answers later, as databases do, and that a test holds in its hand. */
export class HeldStore implements SubscriptionStore {
  /** Whether changes are pushed. */
  readonly onChange?: NonNullable<SubscriptionStore["onChange"]>;
  /** What every look-up waits for, or fails with. */
  hold: Promise<unknown> | undefined;
  failure: Error | undefined;
  asked = 0;
  readonly #byDigest = new Map<string, Subscription>();
  readonly #listeners = new Set<(change: SubscriptionChange) => void>();

  constructor({ push }: { readonly push: boolean }) {
    if (!push) return;
    this.onChange = (listener) => {
      this.#listeners.add(listener);
      return () => void this.#listeners.delete(listener);
    };
  }

  /** Replaces a subscription; notifies listeners, where changes are pushed. */
  set(key: string, subscription: Partial<Subscription> = {}): void {
    const digest = digestKey(key);
    this.#byDigest.set(digest, { id: key, scope: "/products/pro", state: "active", ...subscription });
    for (const listener of this.#listeners) listener({ digests: [digest] });
  }

  async findByKeyDigest(digest: string): Promise<Subscription | undefined> {
    this.asked += 1;
    await (this.hold ?? wait(1));
    if (this.failure !== undefined) throw this.failure;
    return this.#byDigest.get(digest);
  }
}
