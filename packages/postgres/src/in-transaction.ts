import type { Pool, QueryResult } from "pg";

/** Runs a query within a transaction. */
export type RunQuery = <Row extends object>(text: string, values?: unknown[]) => Promise<QueryResult<Row>>;

/**
 * Runs `work` in one transaction; a rejection rolls it back. It rejects when it takes longer than `timeout` milliseconds in
 * all. A connection that failed is removed from the pool.
 */
export async function inTransaction<T>(
  pool: Pool,
  timeout: number | undefined,
  work: (query: RunQuery) => Promise<T>,
): Promise<T> {
  const end = performance.now() + (timeout ?? 0);
  const client = await pool.connect();
  let lost: Error | undefined;
  const onError = (error: Error) => (lost = error); // the pending query rejects too; without a listener the event would end the process
  client.on("error", onError);
  const query: RunQuery = async (text, values = []) => {
    const left = Math.max(Math.ceil(end - performance.now()), 1);
    try {
      return await client.query({ text, values, ...(timeout !== undefined && { query_timeout: left }) });
    } catch (error) {
      if (!isFromServer(error)) lost ??= error as Error;
      throw error;
    }
  };
  try {
    // Independent of the pool's default: every statement must see what was committed before it.
    await query("BEGIN ISOLATION LEVEL READ COMMITTED");
    const result = await work(query);
    await query("COMMIT");
    return result;
  } catch (error) {
    // A server that did not answer would not answer this either; closing the connection rolls back as well.
    if (lost === undefined) await query("ROLLBACK").catch((failed: Error) => (lost = failed));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(lost);
  }
}

// Errors of the server have a severity, those of the connection do not. Not `instanceof`: the pool may come from another
// copy of `pg`.
function isFromServer(error: unknown): boolean {
  return typeof (error as { readonly severity?: unknown }).severity === "string";
}
