import type { Names } from "./names.js";

const COLUMNS = [
  "id",
  "id_order",
  "scope",
  "state",
  "display_name",
  "owner_id",
  "owner_state",
  "state_comment",
  "created_date",
  "start_date",
  "end_date",
  "version",
] as const;

const KEY_ARRAYS = "$2::text[], $3::text[], $4::text[], $5::text[], $6::double precision[]";

/** The SQL statements for one schema. Values are always parameters. */
export interface Statements {
  /** Parameter: digest. */
  readonly find: string;
  /** Selects subscriptions with their keys; append a condition and an order. */
  readonly select: string;
  /** Parameters: those of `subscriptionParameters`. */
  readonly insert: string;
  /** Parameters: those of `subscriptionParameters`. Changes no row when the stored version differs. */
  readonly update: string;
  /** Parameter: id. Locks the row until the end of the transaction. */
  readonly lock: string;
  /** Parameter: id. */
  readonly remove: string;
  /** Parameters: those of `keyParameters`. */
  readonly insertKeys: string;
  /** Parameter: id. Returns the digests. */
  readonly removeKeys: string;
}

/** Writes the SQL for these names. */
export function statementsFor({ subscriptions, keys }: Names): Statements {
  const placeholders = COLUMNS.map((_, i) => `$${i + 1}`);
  const changed = COLUMNS.map((column, i) => `${column} = $${i + 1}`).slice(2);
  return {
    find: `SELECT s.id, s.scope, s.state, s.display_name, s.owner_id, s.owner_state, s.created_date, s.start_date, s.end_date, k.ends_at
 FROM ${keys} k JOIN ${subscriptions} s ON s.id = k.subscription_id WHERE k.digest = $1`,
    select: `SELECT s.*, (
  SELECT json_agg(json_build_object('slot', k.slot, 'digest', k.digest, 'hint', k.hint, 'pepper', k.pepper,
    'endsAt', k.ends_at) ORDER BY k.position) FROM ${keys} k WHERE k.subscription_id = s.id
 ) AS keys FROM ${subscriptions} s`,
    insert: `INSERT INTO ${subscriptions} (${COLUMNS.join(", ")}) VALUES (${placeholders.join(", ")})`,
    update: `UPDATE ${subscriptions} SET ${changed.join(", ")} WHERE id = $1 AND id_order = $2 AND version = $12::bigint - 1`,
    lock: `SELECT 1 FROM ${subscriptions} WHERE id = $1 FOR UPDATE`,
    remove: `DELETE FROM ${subscriptions} WHERE id = $1`,
    insertKeys: `INSERT INTO ${keys} (subscription_id, position, slot, digest, hint, pepper, ends_at)
 SELECT $1, k.position, k.slot, k.digest, k.hint, k.pepper, k.ends_at
 FROM unnest(${KEY_ARRAYS}) WITH ORDINALITY AS k (slot, digest, hint, pepper, ends_at, position)`,
    removeKeys: `DELETE FROM ${keys} WHERE subscription_id = $1 RETURNING digest`,
  };
}
