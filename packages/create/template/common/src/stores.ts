// @only stores
// @if recordsFile
import {
  JsonFileRecordRepository,
  type RecordRepository,
} from "@product-auth/core/records";
// @end
// @if portal postgres
import type { RecordRepository } from "@product-auth/core/records";
// @end
// @if file
import {
  JsonFileSubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
// @end
// @if portal !keys
import {
  MemorySubscriptionRepository,
  type SubscriptionRepository,
} from "@product-auth/core/subscriptions";
// @end
// @if postgres
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
// @if portal
import {
  createPostgresRecords,
  createPostgresSubscriptions,
} from "@product-auth/postgres";
// @else
import { createPostgresSubscriptions } from "@product-auth/postgres";
// @end
// @end
// @if redis
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import { createRedisSubscriptions } from "@product-auth/redis";
// @end
import type { Config } from "./config.js";

/** What outlives a restart. */
export interface Stores {
  readonly subscriptions: SubscriptionRepository;
  // @if portal
  /** Users, sessions and the audit of the portal. */
  readonly records: RecordRepository;
  // @end
}

// @if file
/** Opens the files; makes them at the first start. */
// @end
// @if postgres
/** Connects to the database; makes the tables at the first start. */
// @end
// @if portal !keys
/** Opens the records of the portal. No product accepts keys, so no subscription outlives a restart. */
// @end
// @if redis portal
/** Opens the records of the portal. Redis is connected with the first key lookup. */
// @end
// @if redis !portal
/** Redis is connected with the first key lookup. */
// @end
// @if redis !portal
export function openStores(config: Config): Stores {
// @else
export async function openStores(config: Config): Promise<Stores> {
// @end
  // @if file
  const subscriptions = await JsonFileSubscriptionRepository.open(
    config.subscriptionsFile,
    { create: true },
  );
  // @end
  // @if postgres
  const database = { connectionString: config.databaseUrl, onProblem: warn };
  const subscriptions = createPostgresSubscriptions(database);
  await subscriptions.migrate().catch(refuse);
  // @if portal
  const records = createPostgresRecords(database);
  await records.migrate();
  // @end
  // @end
  // @if redis
  const subscriptions = createRedisSubscriptions({
    url: config.redisUrl,
    onProblem: warn,
  });
  // @end
  // @if portal !keys
  const subscriptions = new MemorySubscriptionRepository();
  // @end
  // @if recordsFile
  const records = await JsonFileRecordRepository.open(config.recordsFile, {
    create: true,
  });
  // @end
  // @if portal
  return { subscriptions, records };
  // @else
  return { subscriptions };
  // @end
}
// @if postgres

function refuse(cause: Error): never {
  const { message } = cause;
  throw new Error(`DATABASE_URL cannot be used: ${message}`, { cause });
}
// @end
// @if remote

function warn({ message }: Error): void {
  console.warn(message);
}
// @end
