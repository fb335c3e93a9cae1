import type { Subscription } from "@product-auth/core";
import { ignoringErrors, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations.js";
import { DEFAULT_SCHEMA, namesIn } from "./names.js";
import { poolFrom } from "./pool-from.js";
import { PostgresRepository } from "./postgres-repository.js";
import type { PostgresSubscriptionsOptions } from "./postgres-subscriptions-options.js";

/** A repository of subscriptions in PostgreSQL. */
export interface PostgresSubscriptions extends SubscriptionRepository {
  /** Migrates the schema to the current version. Every instance may call it at start-up, also concurrently. See `migrations`. */
  migrate(): Promise<void>;
  findByKeyDigest(digest: string): Promise<Subscription | undefined>;
  onChange: NonNullable<SubscriptionRepository["onChange"]>;
  close(): Promise<void>;
}

/**
 * Makes a repository of subscriptions in PostgreSQL. Connects on the first query. Throws `TypeError` unless either `pool`,
 * or `connectionString` and `connection`, are given, and for an invalid `timeout`.
 */
export function createPostgresSubscriptions(options: PostgresSubscriptionsOptions): PostgresSubscriptions {
  const { schema = DEFAULT_SCHEMA, notify = true } = options;
  const names = namesIn(schema);
  const onProblem = ignoringErrors(options.onProblem);
  const { pool, timeout, closePool } = poolFrom(options, onProblem);
  const repository = new PostgresRepository({ pool, names, notify, timeout, onProblem });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await repository.close();
    await closePool();
  }

  return {
    findByKeyDigest: (digest) => repository.findByKeyDigest(digest),
    onChange: (listener) => repository.onChange(listener),
    get: (id) => repository.get(id),
    list: (query) => repository.list(query),
    insert: (subscription) => repository.insert(subscription),
    replace: (subscription) => repository.replace(subscription),
    delete: (id) => repository.delete(id),
    migrate: () => migrate(pool, names, migrations(schema)),
    close: () => (closing ??= close()),
  };
}
