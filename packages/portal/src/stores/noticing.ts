import type { RecordRepository } from "@product-auth/core/records";

/** The records; calls `notice` after each write that puts a record of a kind. */
export const noticing = (records: RecordRepository, kind: string, notice: () => void): RecordRepository => ({
  get: (...given) => records.get(...given),
  list: (...given) => records.list(...given),
  async write(changes) {
    await records.write(changes);
    if (changes.some((change) => "put" in change && change.put.kind === kind)) notice();
  },
});
