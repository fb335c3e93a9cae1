import { recordOf, type RecordRow, type StoredRecord } from "@product-auth/core/records";

/** A row of a statement that selects records. */
export interface RecordColumns {
  readonly kind: string;
  readonly id: string;
  readonly owner: string | null;
  // Numbers and values as text: `pg` would convert them as the application has set.
  readonly expires_at: string | null;
  readonly version: string;
  readonly json: string;
}

/** Converts a row to a record. */
export function recordFrom({ kind, id, owner, expires_at, version, json }: RecordColumns): StoredRecord {
  return recordOf({
    kind,
    id,
    ...(owner !== null && { owner }),
    ...(expires_at !== null && { expiresAt: Number(expires_at) }),
    version: Number(version),
    json,
  });
}

/** Makes the parameters of `insert` and `update`, the time last. */
export function recordParameters(
  { kind, id, owner, expiresAt, version, json }: RecordRow,
  now: number,
): unknown[] {
  return [kind, id, owner ?? null, expiresAt ?? null, version, json, now];
}
