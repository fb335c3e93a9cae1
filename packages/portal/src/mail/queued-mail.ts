import { randomBytes } from "node:crypto";
import type { JsonObject, RecordChange, StoredRecord } from "@product-auth/core/records";
import { timePrefix } from "../stores/time-prefix.js";
import { MAIL_KINDS, type MailData, type MailName } from "./mail-data.js";

/** Kind of the records of mails that wait. */
export const MAIL = "mail";

/** Milliseconds after which a waiting mail is removed, also when no portal has looked at it. */
const KEPT = 86_400_000;

/**
 * Who gets a mail: an address; a user, at the address that the portal has proved at the time of sending; or the administrators.
 * An address with a user is written to, whatever the user's state is.
 */
export type Recipient =
  | { readonly to: string; readonly user?: string }
  | { readonly user: string }
  | { readonly administrators: true };

/** A mail that waits. */
export interface QueuedMail {
  readonly name: MailName;
  readonly recipient: Recipient;
  readonly data: MailData[MailName];
  /** Milliseconds since 1970. */
  readonly queuedAt: number;
  /** Attempts that were begun. */
  readonly attempts: number;
  /** When it is due. */
  readonly next: number;
  /** Until when an instance sends it. */
  readonly until: number;
}

/** The change that queues a mail. It holds no secret. */
export function queuedMail<N extends MailName>(
  name: N,
  { data, ...recipient }: Recipient & { readonly data: MailData[N] },
  now: number,
): RecordChange {
  // In the order of time: what was queued first is sent first.
  const id = `${timePrefix(now)}-${randomBytes(9).toString("hex")}`;
  const value: JsonObject = {
    name,
    recipient: { ...recipient },
    data,
    queuedAt: now,
    attempts: 0,
    next: now,
    until: 0,
  };
  const owned = "user" in recipient && recipient.user !== undefined ? { owner: recipient.user } : {};
  return { put: { kind: MAIL, id, ...owned, version: 1, expiresAt: now + KEPT, value } };
}

/** The mail of a record; undefined for one that a newer version has queued. */
export function mailOf({ value }: StoredRecord): QueuedMail | undefined {
  const mail = value as unknown as QueuedMail;
  return typeof mail.name === "string" && Object.hasOwn(MAIL_KINDS, mail.name) ? mail : undefined;
}
