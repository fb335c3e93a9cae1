import type { RecordRepository } from "@product-auth/core/records";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";

/** Whether the mail server takes mails, for all instances. */
export interface MailState {
  /** Since when no mail was sent, because each attempt has failed. Milliseconds since 1970; absent while mails are sent. */
  readonly failingSince?: number;
  /** Code of the last failure, such as ECONNREFUSED. */
  readonly reason?: string;
}

const RECORD = { kind: "setting", id: "mail" } as const;

/** What the last attempts of all instances found. */
export async function mailState(records: RecordRepository): Promise<MailState> {
  return ((await records.get(RECORD.kind, RECORD.id))?.value ?? {}) as MailState;
}

/** Notes that mails are sent (undefined) or that they fail. True when that is new. */
export async function noteMailState(
  records: RecordRepository,
  cause: unknown,
  now: number,
): Promise<boolean> {
  const known = await records.get(RECORD.kind, RECORD.id);
  const { failingSince } = (known?.value ?? {}) as MailState;
  if ((cause === undefined) === (failingSince === undefined)) return false;
  const value = cause === undefined ? {} : { failingSince: now, reason: reasonOf(cause) };
  const put = { ...RECORD, version: (known?.version ?? 0) + 1, value };
  return writeUnlessConflict(records, [{ put }]);
}

/** The code of an error. Its message may hold an address or a user name. */
function reasonOf(cause: unknown): string {
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  const isCode = (text: unknown): text is string => typeof text === "string" && /^\w{1,60}$/.test(text);
  return isCode(code) ? code : isCode(name) ? name : "Error";
}
