import type { RecordRepository } from "@product-auth/core/records";
import { ignoringErrors } from "@product-auth/core/subscriptions";
import { migrate } from "./migrate.js";
import { migrations } from "./migrations.js";
import { DEFAULT_SCHEMA, namesIn } from "./names.js";
import { poolFrom } from "./pool-from.js";
import { PostgresRecordRepository } from "./postgres-record-repository.js";
import type { PostgresRecordsOptions } from "./postgres-records-options.js";

/** Records in PostgreSQL, shared by all instances. */
export interface PostgresRecords extends RecordRepository {
  /** Migrates the schema to the current version. Every instance may call it at start-up, also concurrently. See `migrations`. */
  migrate(): Promise<void>;
  getMany: NonNullable<RecordRepository["getMany"]>;
  onChange: NonNullable<RecordRepository["onChange"]>;
  /**
   * Removes records that expired over an hour ago, at most `limit` of them (default 500), and resolves to their number. One
   * write in a hundred does the same; only an application that seldom writes needs to call it.
   */
  deleteExpired(limit?: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Makes a repository of records in PostgreSQL. Connects on the first query. Throws `TypeError` unless either `pool`, or
 * `connectionString` and `connection`, are given, and for an invalid `timeout`.
 */
export function createPostgresRecords(options: PostgresRecordsOptions): PostgresRecords {
  const { schema = DEFAULT_SCHEMA, notify = true, clock = () => Date.now() } = options;
  const names = namesIn(schema);
  const onProblem = ignoringErrors(options.onProblem);
  const { pool, timeout, closePool } = poolFrom(options, onProblem);
  const repository = new PostgresRecordRepository({ pool, names, notify, timeout, clock, onProblem });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await repository.close();
    await closePool();
  }

  return {
    get: (kind, id) => repository.get(kind, id),
    getMany: (kind, ids) => repository.getMany(kind, ids),
    list: (kind, query) => repository.list(kind, query),
    write: (changes) => repository.write(changes),
    onChange: (listener) => repository.onChange(listener),
    deleteExpired: (limit) => repository.deleteExpired(limit),
    migrate: () => migrate(pool, names, migrations(schema)),
    close: () => (closing ??= close()),
  };
}
