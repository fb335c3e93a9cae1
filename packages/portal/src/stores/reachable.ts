import { RepositoryConflictError, type RecordRepository } from "@product-auth/core/records";
import {
  SubscriptionNotFoundError,
  SubscriptionStateError,
  type SubscriptionAdministration,
} from "@product-auth/core/subscriptions";
import { bounded } from "./bounded.js";

/** The records, with a bound on each call; what fails rejects with `StoreUnavailableError`. Conflicts are passed on. */
export function reachableRecords(records: RecordRepository): RecordRepository {
  const reach = <T>(call: () => Promise<T>) => bounded(call, { store: "records", answers: ANSWERS });
  return {
    get: (kind, id) => reach(() => records.get(kind, id)),
    ...(records.getMany && {
      getMany: (kind: string, ids: readonly string[]) => reach(() => records.getMany!(kind, ids)),
    }),
    list: (kind, query) => reach(() => records.list(kind, query)),
    write: (changes) => reach(() => records.write(changes)),
    ...(records.deleteExpired && {
      deleteExpired: (limit?: number) => reach(() => records.deleteExpired!(limit)),
    }),
  };
}

/** The same for the administration of subscriptions. */
export function reachableSubscriptions(
  subscriptions: SubscriptionAdministration,
): SubscriptionAdministration {
  const methods = Object.entries(subscriptions) as [string, (...given: unknown[]) => Promise<unknown>][];
  return Object.fromEntries(
    methods.map(([name, method]) => [
      name,
      (...given: unknown[]) => bounded(() => method(...given), { store: "subscriptions", answers: ANSWERS }),
    ]),
  ) as unknown as SubscriptionAdministration;
}

// The store has answered, with a no.
const ANSWERS = [RepositoryConflictError, SubscriptionNotFoundError, SubscriptionStateError];
