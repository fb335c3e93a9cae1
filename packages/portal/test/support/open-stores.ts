import { join } from "node:path";
import { JsonFileRecordRepository } from "@product-auth/core/records";
import { JsonFileSubscriptionRepository, type JsonFileOptions } from "@product-auth/core/subscriptions";
import { createPostgresRecords, createPostgresSubscriptions } from "@product-auth/postgres";

/** Opens the stores of a portal in two files of a folder. */
export async function openStores(folder: string, options: Omit<JsonFileOptions, "create"> = {}) {
  const all = { ...options, create: true };
  return {
    records: await JsonFileRecordRepository.open(join(folder, "records.json"), all),
    repository: await JsonFileSubscriptionRepository.open(join(folder, "subscriptions.json"), all),
  };
}

/** Opens the stores of a portal in a schema of PostgreSQL. */
export async function openSharedStores(options: {
  readonly connectionString: string;
  readonly schema: string;
}) {
  const records = createPostgresRecords(options);
  const repository = createPostgresSubscriptions(options);
  await records.migrate();
  await repository.migrate();
  return { records, repository };
}
