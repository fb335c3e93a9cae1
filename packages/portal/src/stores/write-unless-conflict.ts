import {
  RepositoryConflictError,
  type RecordChange,
  type RecordRepository,
} from "@product-auth/core/records";

/** Writes the changes; false when another request has changed one of their records, or made it: then nothing is written. */
export async function writeUnlessConflict(
  records: Pick<RecordRepository, "write">,
  changes: readonly RecordChange[],
): Promise<boolean> {
  try {
    await records.write(changes);
    return true;
  } catch (error) {
    if (error instanceof RepositoryConflictError) return false;
    throw error;
  }
}
