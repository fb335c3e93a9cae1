import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { MemorySubscriptionRepository, type SubscriptionRepository } from "@product-auth/core/subscriptions";

/** What was asked of the stores. */
export interface Asked {
  /** Calls of any method. */
  queries: number;
  /** Records and subscriptions that came back. */
  read: number;
}

/** Stores in memory that count what is asked of them. */
export function countingStores(clock: () => number): {
  readonly records: RecordRepository;
  readonly repository: SubscriptionRepository;
  readonly asked: Asked;
} {
  const asked = { queries: 0, read: 0 };
  async function counted<T>(answer: Promise<T>, sizeOf: (found: T) => number = () => 0): Promise<T> {
    asked.queries += 1;
    const found = await answer;
    asked.read += sizeOf(found);
    return found;
  }
  const one = (found: unknown) => (found === undefined ? 0 : 1);
  const records = new MemoryRecordRepository({ clock });
  const repository = new MemorySubscriptionRepository();
  return {
    asked,
    records: {
      get: (kind, id) => counted(records.get(kind, id), one),
      getMany: (kind, ids) => counted(records.getMany(kind, ids), ({ length }) => length),
      list: (kind, query) => counted(records.list(kind, query), ({ records: found }) => found.length),
      write: (changes) => counted(records.write(changes)),
      onChange: (listener) => records.onChange(listener),
    },
    repository: {
      findByKeyDigest: (digest) => repository.findByKeyDigest(digest),
      onChange: (listener) => repository.onChange(listener),
      get: (id) => counted(repository.get(id), one),
      list: (query) => counted(repository.list(query), ({ items }) => items.length),
      insert: (subscription) => counted(repository.insert(subscription)),
      replace: (subscription) => counted(repository.replace(subscription)),
      delete: (id) => counted(repository.delete(id)),
    },
  };
}
