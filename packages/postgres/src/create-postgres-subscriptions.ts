import type { Subscription } from "@product-auth/core";
import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import pg, { type Pool } from "pg";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations.js";
import { namesIn } from "./names.js";
import { PostgresRepository } from "./postgres-repository.js";
import type { PostgresSubscriptionsOptions } from "./postgres-subscriptions-options.js";

const DEFAULT_TIMEOUT = 2_000;
/** A request waits for so long: clients and proxies give up earlier. */
const LONGEST_TIMEOUT = 60_000;

/** Subscriptions in PostgreSQL. */
export interface PostgresSubscriptions extends SubscriptionRepository {
  /** Brings the schema up to date; several instances may call it together, at every start. See `migrations`. */
  migrate(): Promise<void>;
  findByKeyDigest(digest: string): Promise<Subscription | undefined>;
  onChange: NonNullable<SubscriptionRepository["onChange"]>;
  close(): Promise<void>;
}

/**
 * A repository of subscriptions in PostgreSQL. Connects when it is first asked something; throws `TypeError` when it is
 * not told where to, or told twice, and for a timeout that is none.
 */
export function createPostgresSubscriptions(options: PostgresSubscriptionsOptions): PostgresSubscriptions {
  const { schema = "product_auth", notify = true, timeout = DEFAULT_TIMEOUT } = options;
  // Written so that NaN, with which a timer rings at once, fails as well.
  if (!(timeout >= 1 && timeout <= LONGEST_TIMEOUT))
    throw new TypeError(`timeout is ${timeout}; write 1 to ${LONGEST_TIMEOUT} milliseconds`);
  const names = namesIn(schema);
  const onProblem = quietly(options.onProblem);
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
    throw new TypeError("Give either pool, or connectionString and connection");
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

function quietly(onProblem: PostgresSubscriptionsOptions["onProblem"]): (error: Error) => void {
  return function tellProblem(error) {
    try {
      onProblem?.(error);
    } catch {
      // the observer's own affair
    }
  };
}
