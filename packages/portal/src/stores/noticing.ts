import type { RecordRepository } from "@product-auth/core/records";

/** The records; calls `notice` after each write that puts records of a kind, with each of their ids. */
export const noticing = (
  records: RecordRepository,
  kind: string,
  notice: (id: string) => void,
): RecordRepository => ({
  get: (...given) => records.get(...given),
  ...(records.getMany && {
    getMany: (kind: string, ids: readonly string[]) => records.getMany!(kind, ids),
  }),
  list: (...given) => records.list(...given),
  ...(records.deleteExpired && {
    deleteExpired: (limit?: number) => records.deleteExpired!(limit),
  }),
  async write(changes) {
    await records.write(changes);
    for (const change of changes) if ("put" in change && change.put.kind === kind) notice(change.put.id);
  },
});
