import { randomUUID } from "node:crypto";
import type { RecordChange, RecordRepository, StoredRecord } from "@product-auth/core/records";
import { pagesOf } from "../stores/pages-of.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";
import { bringInLine, type OwnedStores } from "./owned-things.js";
import { removePersonalData } from "./tombstone.js";
import type { UserWork } from "./user-administration.js";
import { userOf } from "./users.js";

const KIND = "user-job";
/** Milliseconds for which a process may work without a sign of life. */
const LEASE = 30_000;
/** Milliseconds between two notes of the progress. */
const NOTE_EVERY = 250;
/** Milliseconds before the next attempt, after 1, 2, 3… failures. */
const RETRY_AFTER = [1000, 5000, 20_000, 60_000];

interface JobValue {
  readonly by?: string;
  readonly done: number;
  readonly total: number;
  /** Process that works on it, and until when it may do so without a sign of life. */
  readonly holder?: string;
  readonly leaseUntil?: number;
  readonly failures?: number;
  readonly retryAt?: number;
  readonly problem?: string;
}

/**
 * The work that follows a change of a user's state. A job is a record that says whom it is about and not what to do: the state of the
 * user says that, read again at each attempt. So block and unblock in any order end with what the last one wanted. It is written with
 * the change and removed after the last step; in between, any process may continue it.
 */
export class UserJobs {
  readonly #records: RecordRepository;
  readonly #stores: OwnedStores;
  readonly #clock: () => number;
  readonly #onProblem: (cause: unknown) => void;
  readonly #holder = randomUUID();
  readonly #running = new Map<string, Promise<void>>();
  #isClosed = false;

  constructor({
    records,
    clock,
    onProblem,
    ...stores
  }: OwnedStores & {
    readonly records: RecordRepository;
    readonly clock: () => number;
    readonly onProblem: (cause: unknown) => void;
  }) {
    this.#records = records;
    this.#stores = stores;
    this.#clock = clock;
    this.#onProblem = onProblem;
  }

  /** The change that starts the work for a user, or starts it again: to be written together with the user. */
  async starting(userId: string, by: string | undefined): Promise<RecordChange> {
    const old = await this.#records.get(KIND, userId);
    const { holder, leaseUntil } = (old?.value ?? {}) as Partial<JobValue>;
    // Who works on it goes on: the next sign of life conflicts, and the state of the user is read again.
    const value = { ...(by !== undefined && { by }), done: 0, total: 0, ...held(holder, leaseUntil) };
    return { put: { kind: KIND, id: userId, owner: userId, version: (old?.version ?? 0) + 1, value } };
  }

  async workOf(userId: string): Promise<UserWork | undefined> {
    const job = await this.#records.get(KIND, userId);
    return job && workIn(job);
  }

  /** Works on the job of a user, unless another process does. Never rejects: a failure is noted, and tried again later. */
  run(userId: string): Promise<void> {
    const running = this.#running.get(userId);
    if (running !== undefined) return running;
    const work = this.#work(userId)
      .catch((cause: unknown) => this.#onProblem(cause))
      .finally(() => this.#running.delete(userId));
    this.#running.set(userId, work);
    return work;
  }

  /** Works on all jobs that are due. Returns what is left. */
  async runAll(): Promise<readonly UserWork[]> {
    const left: UserWork[] = [];
    for await (const page of pagesOf((from) => this.#records.list(KIND, { limit: 100, ...from })))
      for (const { id } of page.records) {
        if (this.#isClosed) return left;
        await this.run(id);
        const work = await this.workOf(id);
        if (work !== undefined) left.push(work);
      }
    return left;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#running.values());
  }

  async #work(userId: string): Promise<void> {
    while (!this.#isClosed) {
      const leased = await this.#lease(userId);
      if (leased === "changed") continue;
      if (leased === undefined) return;
      const job = new HeldJob(leased, this.#records, this.#clock);
      try {
        await this.#perform(job);
        return;
      } catch (cause) {
        if (!(cause instanceof JobChangedError)) {
          await job.failed(cause);
          this.#onProblem(cause);
          return;
        }
        // Something was done for a state that the user no longer has: it must be done again, also when this process ends now.
        await this.#again(userId);
      }
    }
  }

  /** One attempt for the state that the user has now. */
  async #perform(job: HeldJob): Promise<void> {
    const { id: userId } = job;
    const record = await this.#records.get("user", userId);
    const state = record === undefined ? "deleted" : userOf(record).state;
    await bringInLine({ id: userId, state }, this.#stores, job.by, (done, total) => job.note(done, total));
    if (state === "deleted") await removePersonalData(userId, this.#records, this.#clock());
    await job.end();
  }

  /** The job, leased to this process. Undefined: there is none, or not yet, or another process has it. */
  async #lease(userId: string): Promise<StoredRecord | "changed" | undefined> {
    const job = await this.#records.get(KIND, userId);
    if (job === undefined) return undefined;
    const value = job.value as unknown as JobValue;
    const now = this.#clock();
    const isHeld = value.holder !== this.#holder && (value.leaseUntil ?? 0) > now;
    if (isHeld || (value.retryAt ?? 0) > now) return undefined;
    const { retryAt: _, ...rest } = value;
    const leased = nextOf(job, { ...rest, ...held(this.#holder, now + LEASE) });
    return (await writeUnlessConflict(this.#records, [{ put: leased }])) ? leased : "changed";
  }

  /** Makes sure that there is a job. */
  async #again(userId: string): Promise<void> {
    for (;;) {
      if ((await this.#records.get(KIND, userId)) !== undefined) return;
      if (await writeUnlessConflict(this.#records, [await this.starting(userId, undefined)])) return;
    }
  }
}

/** Thrown when the job was started again, or taken by another process, while this one worked on it. */
class JobChangedError extends Error {}

/** A job that this process works on. Every write is a sign of life, and fails when the job has changed. */
class HeldJob {
  #record: StoredRecord;
  #notedAt: number;
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(record: StoredRecord, records: RecordRepository, clock: () => number) {
    this.#record = record;
    this.#notedAt = -Infinity;
    this.#records = records;
    this.#clock = clock;
  }

  get id(): string {
    return this.#record.id;
  }

  get by(): string | undefined {
    return (this.#record.value as Partial<JobValue>).by;
  }

  async note(done: number, total: number): Promise<void> {
    const now = this.#clock();
    if (now - this.#notedAt < NOTE_EVERY) return;
    this.#notedAt = now;
    await this.#write({ ...this.#value, done, total, leaseUntil: now + LEASE });
  }

  async failed(cause: unknown): Promise<void> {
    const failures = (this.#value.failures ?? 0) + 1;
    const { holder: _, leaseUntil: __, ...rest } = this.#value;
    const retryAt = this.#clock() + (RETRY_AFTER[failures - 1] ?? RETRY_AFTER.at(-1)!);
    const problem = (cause instanceof Error ? cause.message : String(cause)).slice(0, 300);
    // A store that does not answer leaves the lease to pass.
    await this.#write({ ...rest, failures, retryAt, problem }).catch(() => undefined);
  }

  /** Removes the job. */
  async end(): Promise<void> {
    const { id, version } = this.#record;
    const isRemoved = await writeUnlessConflict(this.#records, [{ remove: { kind: KIND, id, version } }]);
    if (!isRemoved) throw new JobChangedError();
  }

  get #value(): JobValue {
    return this.#record.value as unknown as JobValue;
  }

  async #write(value: JobValue): Promise<void> {
    const next = nextOf(this.#record, value);
    if (!(await writeUnlessConflict(this.#records, [{ put: next }]))) throw new JobChangedError();
    this.#record = next;
  }
}

const nextOf = (job: StoredRecord, value: JobValue): StoredRecord => ({
  ...job,
  version: job.version + 1,
  value: { ...value },
});

const held = (holder: string | undefined, leaseUntil: number | undefined) =>
  holder === undefined || leaseUntil === undefined ? {} : { holder, leaseUntil };

function workIn({ id, value }: StoredRecord): UserWork {
  const { done = 0, total = 0, problem } = value as Partial<JobValue>;
  return { userId: id, done, total, ...(problem !== undefined && { problem }) };
}
