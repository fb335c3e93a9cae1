import type { Pool, QueryResult } from "pg";

/** Runs a query within a transaction. */
export type RunQuery = <Row extends object>(text: string, values?: unknown[]) => Promise<QueryResult<Row>>;

/**
 * Runs `work` in one transaction; a rejection rolls it back. No statement may take longer than `timeout` milliseconds. A
 * connection that failed is removed from the pool.
 */
export async function inTransaction<T>(
  pool: Pool,
  timeout: number | undefined,
  work: (query: RunQuery) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let lost: Error | undefined;
  const onError = (error: Error) => (lost = error); // the pending query rejects too; without a listener the event would end the process
  client.on("error", onError);
  const query: RunQuery = (text, values = []) => {
    const config = { text, values, ...(timeout !== undefined && { query_timeout: timeout }) };
    return client.query(config);
  };
  try {
    // Independent of the pool's default: every statement must see what was committed before it.
    await query("BEGIN ISOLATION LEVEL READ COMMITTED");
    const result = await work(query);
    await query("COMMIT");
    return result;
  } catch (error) {
    await query("ROLLBACK").catch((failed: Error) => (lost = failed));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(lost);
  }
}
