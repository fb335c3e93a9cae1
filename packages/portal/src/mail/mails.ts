import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import type { MailSender, Mail } from "./mail.js";
import type { MailData, MailName } from "./mail-data.js";
import { MailRefusedError } from "./mail.js";
import { mailState, noteMailState, type MailState } from "./mail-state.js";
import { MAIL, queuedMail, type Recipient } from "./queued-mail.js";
import { sendMail } from "./send-mail.js";

/** Rejected with by `sendNow`. */
export class MailNotSentError extends Error {
  override readonly name = "MailNotSentError";
}

/** State of the mails, for operators. */
export interface MailHealth extends MailState {
  readonly status: "ok" | "failing";
  /** Mails that wait, at most 1,000 are counted. */
  readonly waiting: number;
}

/** The mails of a portal. Without the option `mail` none are queued. */
export class Mails {
  readonly sender: MailSender | undefined;
  readonly #records: RecordRepository;
  readonly #clock: () => number;
  readonly #write: (name: MailName, to: string, data: MailData[MailName]) => Promise<Mail | undefined>;
  readonly #reportFailure: (cause: unknown) => void;

  constructor(parts: {
    readonly sender: MailSender | undefined;
    readonly records: RecordRepository;
    readonly clock: () => number;
    /** The mail to an address, as it is sent. */
    readonly write: (name: MailName, to: string, data: MailData[MailName]) => Promise<Mail | undefined>;
    readonly reportFailure: (cause: unknown) => void;
  }) {
    this.sender = parts.sender;
    this.#records = parts.records;
    this.#clock = parts.clock;
    this.#write = parts.write;
    this.#reportFailure = parts.reportFailure;
  }

  /**
   * The changes that queue a mail, to be written with what it is about: `queued("blocked", { user: id, data: {} })`. It is sent
   * after the answer, and tried again for an hour. Empty without the option `mail`.
   */
  queued<N extends MailName>(
    name: N,
    mail: Recipient & { readonly data: MailData[N] },
  ): readonly RecordChange[] {
    return this.sender === undefined ? [] : [queuedMail(name, mail, this.#clock())];
  }

  /** Sends a mail at once, for pages that report whether it was sent. Rejects with `MailNotSentError`, after 10 seconds at the latest. */
  async sendNow<N extends MailName>(
    name: N,
    { to, data }: { readonly to: string; readonly data: MailData[N] },
  ): Promise<void> {
    if (this.sender === undefined) throw new MailNotSentError("The portal has no option mail");
    const mail = await this.#write(name, to, data);
    if (mail === undefined) return;
    try {
      await sendMail(this.sender, mail);
    } catch (cause) {
      if (!(cause instanceof MailRefusedError) && (await noteMailState(this.#records, cause, this.#clock())))
        this.#reportFailure(cause);
      throw new MailNotSentError("The mail could not be sent", { cause });
    }
    await noteMailState(this.#records, undefined, this.#clock());
  }

  /** Undefined without the option `mail`. Rejects when the records do not answer. */
  async health(): Promise<MailHealth | undefined> {
    if (this.sender === undefined) return undefined;
    const state = await mailState(this.#records);
    const { records } = await this.#records.list(MAIL, { limit: 1000 });
    return { status: state.failingSince === undefined ? "ok" : "failing", ...state, waiting: records.length };
  }
}
