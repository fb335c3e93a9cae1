import type { Subscription } from "@product-auth/core";
import { ignoringErrors, type SubscriptionRepository } from "@product-auth/core/subscriptions";
import pg, { type Pool } from "pg";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations.js";
import { namesIn } from "./names.js";
import { PostgresRepository } from "./postgres-repository.js";
import type { PostgresSubscriptionsOptions } from "./postgres-subscriptions-options.js";

const DEFAULT_TIMEOUT = 2_000;
/** Clients and proxies give up earlier than this. */
const MAX_TIMEOUT = 60_000;

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
  const { schema = "product_auth", notify = true, timeout = DEFAULT_TIMEOUT } = options;
  // The comparison also rejects NaN, with which a timer would fire at once.
  if (!(timeout >= 1 && timeout <= MAX_TIMEOUT))
    throw new TypeError(`timeout is ${timeout}; write 1 to ${MAX_TIMEOUT} milliseconds`);
  const names = namesIn(schema);
  const onProblem = ignoringErrors(options.onProblem);
  const { pool, isOwn } = poolOf(options, timeout);
  // A pool without a listener ends the process when the server closes an idle connection.
  pool.on("error", onProblem);
  const repository = new PostgresRepository({ pool, names, notify, timeout, onProblem });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await repository.close();
    if (isOwn) await pool.end();
    pool.off("error", onProblem);
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

function poolOf(
  { pool, connectionString, connection }: PostgresSubscriptionsOptions,
  timeout: number,
): { pool: Pool; isOwn: boolean } {
  const isConnection = connectionString !== undefined || connection !== undefined;
  if ((pool !== undefined) === isConnection)
    throw new TypeError(
      pool === undefined
        ? "No connection is given; give pool, or connectionString and connection"
        : "pool is given together with connectionString or connection; give only one of them",
    );
  if (pool !== undefined) return { pool, isOwn: false };
  const made = new pg.Pool({
    application_name: "product-auth",
    keepAlive: true,
    allowExitOnIdle: true,
    connectionTimeoutMillis: timeout,
    statement_timeout: timeout,
    ...connection,
    ...(connectionString !== undefined && { connectionString }),
  });
  return { pool: made, isOwn: true };
}
