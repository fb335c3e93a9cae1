import { RepositoryConflictError, type RecordRepository } from "@product-auth/core/records";
import {
  SubscriptionNotFoundError,
  SubscriptionStateError,
  withTimeout,
  type SubscriptionAdministration,
} from "@product-auth/core/subscriptions";
import { StoreUnavailableError } from "./store-unavailable-error.js";

/** Milliseconds after which a call to a store has failed. */
const TIMEOUT = 5000;

/** The records, with a bound on each call; what fails rejects with `StoreUnavailableError`. Conflicts are passed on. */
export function reachableRecords(records: RecordRepository): RecordRepository {
  const reach = <T>(call: () => Promise<T>) => bounded("records", call);
  return {
    get: (kind, id) => reach(() => records.get(kind, id)),
    list: (kind, query) => reach(() => records.list(kind, query)),
    write: (changes) => reach(() => records.write(changes)),
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
      (...given: unknown[]) => bounded("subscriptions", () => method(...given)),
    ]),
  ) as unknown as SubscriptionAdministration;
}

// The store has answered, with a no.
const ANSWERS = [RepositoryConflictError, SubscriptionNotFoundError, SubscriptionStateError];

async function bounded<T>(store: "records" | "subscriptions", call: () => Promise<T>): Promise<T> {
  try {
    return await withTimeout(call(), TIMEOUT, `No answer after ${TIMEOUT} ms`);
  } catch (error) {
    if (ANSWERS.some((answer) => error instanceof answer)) throw error;
    throw new StoreUnavailableError(store, error);
  }
}
