import { statSync } from "node:fs";
import { join } from "node:path";
import {
  JsonFileRecordRepository,
  MemoryRecordRepository,
  type RecordRepository,
} from "@product-auth/core/records";
import {
  JsonFileSubscriptionRepository,
  MemorySubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
import { createPostgresRecords, createPostgresSubscriptions } from "@product-auth/postgres";

/** Where subscriptions and records are kept. */
export interface Stores {
  readonly subscriptions: SubscriptionRepository;
  readonly records: RecordRepository;
}

/** Opens the stores that `--store` names; rejects when they cannot be reached. */
export async function openStores(store: string, clock?: () => number): Promise<Stores> {
  if (store === "memory")
    return {
      subscriptions: new MemorySubscriptionRepository(),
      records: new MemoryRecordRepository(clock && { clock }),
    };
  return store.startsWith("file:") ? fileStores(store.slice("file:".length)) : postgresStores(store);
}

/** Two files in a folder; or the named file for the records, and one beside it for the subscriptions. */
async function fileStores(path: string): Promise<Stores> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const [records, subscriptions] = isFolder
    ? [join(path, "records.json"), join(path, "subscriptions.json")]
    : [path, `${path}.subscriptions`];
  return {
    subscriptions: await JsonFileSubscriptionRepository.open(subscriptions, { create: true }),
    records: await JsonFileRecordRepository.open(records, { create: true }),
  };
}

async function postgresStores(connectionString: string): Promise<Stores> {
  const subscriptions = createPostgresSubscriptions({ connectionString });
  const records = createPostgresRecords({ connectionString });
  await subscriptions.migrate();
  await records.migrate();
  return { subscriptions, records };
}
