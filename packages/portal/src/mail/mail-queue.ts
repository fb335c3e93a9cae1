import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { pagesOf } from "../stores/pages-of.js";
import { StoreUnavailableError } from "../stores/store-unavailable-error.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { MailRefusedError, type Mail, type MailSender } from "./mail.js";
import { MAIL, mailOf, type QueuedMail } from "./queued-mail.js";
import { noteMailState } from "./mail-state.js";
import { sendMail } from "./send-mail.js";

/** Milliseconds between two looks for mails that another process left, or wrote. */
const LOOK_EVERY = 30_000;
/** Milliseconds from the write of a mail to the first attempt: the page has been answered, for known and unknown addresses alike. */
const SOON = 50;
/** Milliseconds for which an instance has a mail: longer than one attempt can take. */
const LEASE = 60_000;
/** Milliseconds for which a mail is tried. */
const HOUR = 3_600_000;
/** Mails under way at a time. */
const AT_ONCE = 4;
/** Milliseconds between attempts: the first, doubled each time, and the longest. */
const FIRST_DELAY = 2000;
const LONGEST_DELAY = 300_000;

/** What a queue works with. */
export interface MailQueueParts {
  readonly records: RecordRepository;
  readonly sender: MailSender;
  /** The mail as it is sent; a list of changes where it becomes several; undefined when it is not sent any more. */
  readonly write: (mail: QueuedMail) => Promise<Mail | readonly RecordChange[] | undefined>;
  /** The event that a mail was given up, as a change; and what reports it once it is stored. */
  readonly givenUp: (mail: QueuedMail) => { readonly change: RecordChange; readonly tell: () => void };
  readonly clock: () => number;
  readonly reportFailure: (cause: unknown) => void;
}

/**
 * Sends the mails that wait in the records. One of all instances sends each, under a lease; a mail is sent at least once, and twice
 * when a process dies between the mail server's answer and its own note. A failure is tried again for an hour.
 */
export class MailQueue {
  readonly #parts: MailQueueParts;
  readonly #every: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isFailing = false;
  #isClosed = false;

  constructor(parts: MailQueueParts, every: number = LOOK_EVERY) {
    this.#parts = parts;
    this.#every = every;
    void this.look();
  }

  /** A mail was written. */
  wake(): void {
    this.#isWoken = true;
    if (this.#running === undefined) this.#lookIn(SOON);
  }

  /** Sends what is due. Never rejects: a store that fails now is asked again at the next look. */
  look(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    clearTimeout(this.#timer);
    this.#isWoken = false;
    this.#running ??= this.#look()
      .then(
        (next) => {
          this.#isFailing = false;
          return next;
        },
        (cause: unknown) => {
          this.#report(cause);
          return this.#every;
        },
      )
      .then((next) => {
        this.#running = undefined;
        this.#lookIn(this.#isWoken ? SOON : next);
      });
    return this.#running;
  }

  /** Waits for the mails under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #lookIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.look(), milliseconds).unref();
  }

  /** Once, until a look succeeds. */
  #report(cause: unknown): void {
    if (!this.#isFailing) this.#parts.reportFailure(cause);
    this.#isFailing = true;
  }

  /** Returns the milliseconds until the next look. */
  async #look(): Promise<number> {
    const { records, clock } = this.#parts;
    let next = clock() + this.#every;
    for await (const { records: waiting } of pagesOf((from) =>
      records.list(MAIL, { limit: 1000, ...from }),
    )) {
      for (let i = 0; i < waiting.length; i += AT_ONCE) {
        const attempts = waiting.slice(i, i + AT_ONCE).map((record) => this.#attempt(record));
        const outcomes = await Promise.all(attempts);
        next = Math.min(
          next,
          ...outcomes.map((outcome) => (outcome.kind === "waits" ? outcome.until : Infinity)),
        );
        if (this.#isClosed) return 0;
        const tried = outcomes.filter(({ kind, isFailure }) => kind !== "waits" || isFailure);
        // The mail server is down: the others would only wait for it, one after the other.
        if (tried.length > 1 && tried.every(({ isFailure }) => isFailure)) return this.#delayUntil(next);
      }
    }
    return this.#delayUntil(next);
  }

  #delayUntil(next: number): number {
    return Math.min(this.#every, Math.max(SOON, next - this.#parts.clock()));
  }

  async #attempt(record: StoredRecord): Promise<Outcome> {
    const { records, sender, write, clock } = this.#parts;
    const mail = mailOf(record);
    const now = clock();
    if (mail === undefined) return DONE;
    const due = Math.max(mail.next, mail.until);
    if (due > now) return { kind: "waits", until: due };
    const attempts = mail.attempts + 1;
    const taken = changed(record, { ...mail, attempts, until: now + LEASE });
    if (!(await writeUnlessConflict(records, [{ put: taken }]))) return DONE; // another instance has it
    try {
      const written = await write(mail);
      const isMail = written !== undefined && "to" in written;
      if (isMail) await sendMail(sender, written);
      await this.#end(taken, written === undefined || isMail ? [] : written);
      if (written !== undefined && !isMail) this.#isWoken = true;
      if (isMail) await noteMailState(records, undefined, clock());
      return DONE;
    } catch (cause) {
      if (cause instanceof StoreUnavailableError) throw cause; // the lease ends, and the mail is due again
      return this.#afterFailure(taken, { ...mail, attempts }, cause);
    }
  }

  async #afterFailure(taken: StoredRecord, mail: QueuedMail, cause: unknown): Promise<Outcome> {
    const { records, clock, reportFailure, givenUp } = this.#parts;
    const now = clock();
    const isRefused = cause instanceof MailRefusedError;
    if (!isRefused && (await noteMailState(records, cause, now))) reportFailure(cause);
    const next = now + delayAfter(mail.attempts);
    if (isRefused || next - mail.queuedAt > HOUR) {
      const { change, tell } = givenUp(mail);
      if (await this.#end(taken, [change])) tell();
      return { kind: "ended", isFailure: !isRefused };
    }
    await writeUnlessConflict(records, [{ put: changed(taken, { ...mail, next, until: 0 }) }]);
    return { kind: "waits", until: next, isFailure: true };
  }

  #end({ kind, id, version }: StoredRecord, also: readonly RecordChange[]): Promise<boolean> {
    return writeUnlessConflict(this.#parts.records, [{ remove: { kind, id, version } }, ...also]);
  }
}

type Outcome =
  | { readonly kind: "ended"; readonly isFailure?: boolean }
  /** `until`: when it is due. */
  | { readonly kind: "waits"; readonly until: number; readonly isFailure?: boolean };

const DONE: Outcome = { kind: "ended" };

const changed = (record: StoredRecord, mail: QueuedMail): StoredRecord => ({
  ...record,
  version: record.version + 1,
  value: { ...record.value, attempts: mail.attempts, next: mail.next, until: mail.until },
});

const delayAfter = (attempts: number): number =>
  Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(attempts - 1, 20));
