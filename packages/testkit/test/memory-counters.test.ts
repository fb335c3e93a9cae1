import { MemoryCounterStore } from "@product-auth/core/counters";
import { counterStoreContract } from "@product-auth/testkit";

const stores = new Map<string, MemoryCounterStore>();

counterStoreContract({ describe, it, before, after }, "MemoryCounterStore", {
  // Two instances cannot share memory: a second call returns the same store.
  async open(name) {
    const store = stores.get(name) ?? new MemoryCounterStore();
    stores.set(name, store);
    return store;
  },
  times: ["caller"],
  calls: 10_000,
});
