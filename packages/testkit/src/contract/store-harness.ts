import type { SubscriptionRepository } from "@product-auth/core/subscriptions";

/**
 * How the contract gets at a store. Every instance sees the changes of the others at once in `get` and `list`, and in
 * `findByKeyDigest` once it was notified of them, or asked by `get`.
 */
export interface StoreHarness {
  /**
   * A repository that is empty at the first call with this `name`; every further call gives another instance over the
   * same data. Names are of `a` to `z`, `0` to `9` and hyphens, 40 characters at most, and each is used by one case.
   */
  open(name: string): Promise<SubscriptionRepository>;
  /** Most milliseconds until a change made through one instance is pushed to another; undefined: it is not pushed. */
  readonly pushWithin?: number;
}
