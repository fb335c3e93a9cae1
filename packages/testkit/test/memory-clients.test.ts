import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { clientContract } from "@product-auth/testkit";

const repositories = new Map<string, RecordRepository>();

clientContract({ describe, it, before, after }, "MemoryRecordRepository", {
  open: async (name, clock) => {
    const repository = repositories.get(name) ?? new MemoryRecordRepository({ clock });
    repositories.set(name, repository);
    return repository;
  },
  pushWithin: 0,
});
