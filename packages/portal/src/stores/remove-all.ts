import type { RecordRepository } from "@product-auth/core/records";

/** Most changes of one write. */
export const MOST_CHANGES = 20;

/** Removes records of a kind, as many in one write as it may have. */
export async function removeAll(
  kind: string,
  ids: readonly string[],
  records: Pick<RecordRepository, "write">,
): Promise<void> {
  for (let i = 0; i < ids.length; i += MOST_CHANGES)
    await records.write(ids.slice(i, i + MOST_CHANGES).map((id) => ({ remove: { kind, id } })));
}
