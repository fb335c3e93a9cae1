import type { CheckedChange } from "./check-record-changes.js";
import { isRecordId, isRecordKind } from "./record-names.js";
import type { RecordNotice } from "./stored-record.js";

/** The notice of these changes. For implementations of a repository. */
export function noticeOf(changes: readonly CheckedChange[]): Exclude<RecordNotice, "everything"> {
  return {
    records: changes.map((change) => {
      const { kind, id } = "put" in change ? change.put : change.remove;
      return { kind, id };
    }),
  };
}

/** Encodes changed records as a message between processes: at most 3.3 kB for the changes of one `write`. */
export function encodeRecordNotice({ records }: Exclude<RecordNotice, "everything">): string {
  return JSON.stringify(records.map(({ kind, id }) => `${kind}/${id}`));
}

/**
 * Decodes a message between processes. Anyone with the right to publish can send one, so an unreadable message means
 * "everything".
 */
export function decodeRecordNotice(message: string | undefined): RecordNotice {
  try {
    const names: unknown = JSON.parse(message ?? "");
    if (!Array.isArray(names)) return "everything";
    const records = names.map((name: unknown) => {
      const [kind, id, ...more] = typeof name === "string" ? name.split("/") : [];
      return more.length === 0 && isRecordKind(kind) && isRecordId(id) ? { kind, id } : undefined;
    });
    const known = records.filter((record) => record !== undefined);
    return known.length === records.length ? { records: known } : "everything";
  } catch {
    return "everything";
  }
}
