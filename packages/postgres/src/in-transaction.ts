import type { Pool, QueryResult } from "pg";

/** Asks one question within a transaction. */
export type Ask = <Row extends object>(text: string, values?: unknown[]) => Promise<QueryResult<Row>>;

/**
 * Runs `work` in one transaction; a rejection rolls back. No statement may take longer than `timeout` milliseconds. A
 * connection that failed goes back to no pool.
 */
export async function inTransaction<T>(
  pool: Pool,
  timeout: number | undefined,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let lost: Error | undefined;
  const onError = (error: Error) => (lost = error); // the question at hand rejects too; unheard, it would end the process
  client.on("error", onError);
  const ask: Ask = (text, values = []) => {
    const question = { text, values, ...(timeout !== undefined && { query_timeout: timeout }) };
    return client.query(question);
  };
  try {
    // Whatever the pool's default is: every statement must see what was committed before it.
    await ask("BEGIN ISOLATION LEVEL READ COMMITTED");
    const result = await work(ask);
    await ask("COMMIT");
    return result;
  } catch (error) {
    await ask("ROLLBACK").catch((failed: Error) => (lost = failed));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(lost);
  }
}
