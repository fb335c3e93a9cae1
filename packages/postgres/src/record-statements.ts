import type { Names } from "./names.js";

/** The SQL statements for records. Values are always parameters. */
export interface RecordStatements {
  /** Parameters: kind, id, time. */
  readonly get: string;
  /** Parameters: kind, ids, time. */
  readonly getMany: string;
  /** Parameters: those of `recordParameters` and the time. Changes no row when a live record has this id. */
  readonly insert: string;
  /** The same parameters. Changes no row unless a live record has the version before. */
  readonly update: string;
  /** Parameters: kind, id. */
  readonly remove: string;
  /** Parameters: kind, id, version, time. Removes no row unless a live record has this version. */
  readonly removeVersion: string;
  /** Parameters: time, most rows. Leaves out rows that another transaction has locked. */
  readonly removeExpired: string;
  /** Selects the columns of a `RecordColumns`; append a condition and an order. */
  readonly select: string;
}

/** The condition that a record has not expired; `time` is the place of a parameter, such as `$3`. */
export const isLive = (time: string): string => `(r.expires_at IS NULL OR r.expires_at > ${time})`;

/** Writes the SQL for these names. */
export function recordStatements({ records }: Names): RecordStatements {
  const select = `SELECT r.kind, r.id, r.owner, r.expires_at::text AS expires_at, r.version::text AS version, r.value::text AS json FROM ${records} r`;
  const isThis = "r.kind = $1 AND r.id = $2";
  return {
    select,
    get: `${select} WHERE ${isThis} AND ${isLive("$3")}`,
    getMany: `${select} WHERE r.kind = $1 AND r.id = ANY($2::text[]) AND ${isLive("$3")}`,
    insert: `INSERT INTO ${records} AS r (kind, id, owner, expires_at, version, value) VALUES ($1, $2, $3, $4, $5, $6)
 ON CONFLICT (kind, id) DO UPDATE SET owner = $3, expires_at = $4, version = $5, value = $6 WHERE NOT ${isLive("$7")}`,
    update: `UPDATE ${records} r SET owner = $3, expires_at = $4, version = $5, value = $6
 WHERE ${isThis} AND r.version = $5::bigint - 1 AND ${isLive("$7")}`,
    remove: `DELETE FROM ${records} r WHERE ${isThis}`,
    removeVersion: `DELETE FROM ${records} r WHERE ${isThis} AND r.version = $3 AND ${isLive("$4")}`,
    // A common table expression runs once; a subquery could run again and remove more than the limit.
    removeExpired: `WITH expired AS (
 SELECT kind, id FROM ${records} WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
 DELETE FROM ${records} r USING expired e WHERE r.kind = e.kind AND r.id = e.id AND r.expires_at <= $1`,
  };
}
