import type { RecordRepository, StoredRecord } from "@product-auth/core/records";

/** The records of one kind that have one of these ids: in one query where the store can, otherwise one after the other. */
export async function recordsWith(
  kind: string,
  ids: readonly string[],
  records: Pick<RecordRepository, "get" | "getMany">,
): Promise<readonly StoredRecord[]> {
  const different = [...new Set(ids)];
  if (records.getMany !== undefined) return records.getMany(kind, different);
  const found: StoredRecord[] = [];
  for (const id of different) {
    const record = await records.get(kind, id);
    if (record !== undefined) found.push(record);
  }
  return found;
}
