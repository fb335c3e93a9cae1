import type { Pool } from "pg";
import type { Migration } from "./migrations.js";
import type { Names } from "./names.js";
import { inTransaction, type Ask } from "./in-transaction.js";

/**
 * Brings a schema up to date, all steps in one transaction. Whoever comes at the same time waits for the first and
 * finds nothing left to do. A schema that is up to date needs no right but to read its list of migrations; a newer
 * one, left by a newer release, is left alone.
 */
export function migrate(pool: Pool, names: Names, history: readonly Migration[]): Promise<void> {
  return inTransaction(pool, undefined, async (ask) => {
    await ask("SET LOCAL statement_timeout = 0"); // for the lock: another instance may be at it for long
    await ask("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
      `product-auth migrations of ${names.schema}`,
    ]);
    const applied = await appliedVersion(ask, names);
    for (const { version, sql } of history) if (version > applied) await ask(sql);
  });
}

async function appliedVersion(ask: Ask, { migrations }: Names): Promise<number> {
  const { rows } = await ask<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [migrations]);
  if (rows[0]?.there !== true) return 0;
  const found = await ask<{ version: number }>(
    `SELECT coalesce(max(version), 0) AS version FROM ${migrations}`,
  );
  return found.rows[0]!.version;
}
