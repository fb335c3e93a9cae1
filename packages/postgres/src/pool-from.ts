import pg, { type Pool, type PoolConfig } from "pg";

/** Options of every store in PostgreSQL. */
export interface PoolOptions {
  readonly pool?: Pool;
  readonly connectionString?: string;
  readonly connection?: PoolConfig;
  readonly timeout?: number;
}

/** The pool of a store. */
export interface StorePool {
  readonly pool: Pool;
  /** Milliseconds after which a query fails. */
  readonly timeout: number;
  /** Closes the pool if it was made here. */
  readonly closePool: () => Promise<void>;
}

const DEFAULT_TIMEOUT = 2_000;
/** Clients and proxies give up earlier than this. */
const MAX_TIMEOUT = 60_000;

/**
 * Makes the pool of a store, or takes the given one. `more`: further settings of a pool that is made here. Throws
 * `TypeError` unless either `pool`, or `connectionString` and `connection`, are given, and for an invalid `timeout`.
 */
export function poolFrom(
  options: PoolOptions,
  onProblem: (error: Error) => void,
  more: PoolConfig = {},
): StorePool {
  const { timeout = DEFAULT_TIMEOUT } = options;
  // The comparison also rejects NaN, with which a timer would fire at once.
  if (!(timeout >= 1 && timeout <= MAX_TIMEOUT))
    throw new TypeError(`timeout is ${timeout}; write 1 to ${MAX_TIMEOUT} milliseconds`);
  const settings = { connectionTimeoutMillis: timeout, statement_timeout: timeout, ...more };
  const { pool, isOwn } = poolOf(options, settings);
  // A pool without a listener ends the process when the server closes an idle connection.
  pool.on("error", onProblem);

  async function closePool(): Promise<void> {
    if (isOwn) await pool.end();
    pool.off("error", onProblem);
  }

  return { pool, timeout, closePool };
}

function poolOf(
  { pool, connectionString, connection }: PoolOptions,
  settings: PoolConfig,
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
    ...settings,
    ...connection,
    ...(connectionString !== undefined && { connectionString }),
  });
  return { pool: made, isOwn: true };
}
