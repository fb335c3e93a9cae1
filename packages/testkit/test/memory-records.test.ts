import { MemoryRecordRepository } from "@product-auth/core/records";
import { recordContract } from "@product-auth/testkit";

const stores = new Map<string, MemoryRecordRepository>();

recordContract({ describe, it, before, after }, "MemoryRecordRepository", {
  // Two instances cannot share memory: every call gets the same one.
  async open(name, clock) {
    const store = stores.get(name) ?? new MemoryRecordRepository({ clock });
    stores.set(name, store);
    return store;
  },
  pushWithin: 50,
});
