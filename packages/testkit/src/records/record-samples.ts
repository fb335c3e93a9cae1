import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { RepositoryConflictError } from "@product-auth/core/records";

/** A record of the kind `user` at version 1. */
export function sampleRecord(id: string, more: Partial<StoredRecord> = {}): StoredRecord {
  return { kind: "user", id, version: 1, value: { name: id }, ...more };
}

/** The next version of a record. */
export function nextRecord(old: StoredRecord, more: Partial<StoredRecord> = {}): StoredRecord {
  return { ...old, ...more, version: old.version + 1 };
}

/** The change that stores a record. */
export const put = (record: StoredRecord): RecordChange => ({ put: record });

/** The change that removes a user. */
export const remove = (id: string, version?: number): RecordChange => ({
  remove: { kind: "user", id, ...(version !== undefined && { version }) },
});

/** Stores these records, twenty at a time. */
export async function putAll(repository: RecordRepository, records: readonly StoredRecord[]): Promise<void> {
  for (let i = 0; i < records.length; i += 20) await repository.write(records.slice(i, i + 20).map(put));
}

/** The conflict of an attempt with what it is about, such as `version of record`; `none` when it was written. */
export async function recordConflictOf(attempt: Promise<void>): Promise<string> {
  try {
    await attempt;
    return "none";
  } catch (error) {
    if (error instanceof RepositoryConflictError) return `${error.conflict} of ${error.about}`;
    throw error;
  }
}
