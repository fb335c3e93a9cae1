import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { storeContract } from "@product-auth/testkit";

const stores = new Map<string, MemorySubscriptionRepository>();

storeContract({ describe, it, before, after }, "MemorySubscriptionRepository", {
  // Two instances cannot share memory: whoever asks again gets the same one.
  async open(name) {
    const store = stores.get(name) ?? new MemorySubscriptionRepository();
    stores.set(name, store);
    return store;
  },
  pushWithin: 50,
});
