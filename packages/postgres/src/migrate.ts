import type { Pool } from "pg";
import type { Migration } from "./migrations.js";
import type { Names } from "./names.js";
import { inTransaction, type RunQuery } from "./in-transaction.js";

/**
 * Migrates a schema to the current version, all steps in one transaction. A concurrent call waits for the first one and
 * finds nothing left to do. A current schema requires only the right to read the table of migrations. A schema of a newer
 * release is not changed.
 */
export function migrate(pool: Pool, names: Names, history: readonly Migration[]): Promise<void> {
  return inTransaction(pool, undefined, async (query) => {
    await query("SET LOCAL statement_timeout = 0"); // for the lock: another instance may run long migrations
    await query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `product-auth migrations of ${names.schema}`,
    ]);
    const applied = await appliedVersion(query, names);
    for (const { version, sql } of history) if (version > applied) await query(sql);
  });
}

async function appliedVersion(query: RunQuery, { migrations }: Names): Promise<number> {
  const { rows } = await query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
    migrations,
  ]);
  if (rows[0]?.there !== true) return 0;
  const found = await query<{ version: number }>(
    `SELECT coalesce(max(version), 0) AS version FROM ${migrations}`,
  );
  return found.rows[0]!.version;
}
