import { randomUUID } from "node:crypto";
import { callObserver } from "../operators/call-observer.js";
import { ApplicationNotFoundError } from "./application-errors.js";
import type { ApplicationAuditEvent } from "./application-audit-event.js";
import { completeStep, type StepOutcome } from "./complete-step.js";
import type { ApplicationStore } from "./application-store.js";
import type { ClientProvisioning } from "./client-provisioning.js";
import { failedJob } from "./failed-job.js";
import { nextStep, type JobDocument, type StepDocument } from "./job-document.js";
import { performStep } from "./perform-step.js";
import { RunningJobs } from "./running-jobs.js";

/** Milliseconds for which a process has a job to itself. A step takes less: see `performStep`. */
export const LEASE = 30_000;

/** Milliseconds until work is tried again when the records failed, and how often in a row. */
const RECORDS_DELAY = 5_000;
const RECORDS_ATTEMPTS = 3;
/** Leases of processes whose clock is ahead that are remembered. */
const MOST_AHEAD = 1000;

/** What the work on jobs takes. */
export interface JobRunnerSettings {
  readonly store: ApplicationStore;
  readonly provisioning: ClientProvisioning;
  readonly clock: () => number;
  readonly delay: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly audit: (event: Omit<ApplicationAuditEvent, "at">) => void;
  readonly onProblem: ((error: Error) => void) | undefined;
}

/**
 * Works on jobs, step by step, under a lease in the job's record: a process that ends is followed by another one after the
 * lease. The outcome of a step is written before the next one begins.
 */
export class JobRunner {
  readonly #settings: JobRunnerSettings;
  readonly #holder = randomUUID();
  readonly #running: RunningJobs;
  /** How often in a row the records failed. */
  readonly #failures = new Map<string, number>();
  /** Leases of processes whose clock is ahead, and when this process saw them first. */
  readonly #ahead = new Map<string, { readonly until: number; readonly at: number }>();

  constructor(settings: JobRunnerSettings) {
    this.#settings = settings;
    this.#running = new RunningJobs((id, closing) => this.#attemptSafely(id, closing), settings.delay);
  }

  /** Works on a job in the background, at once. Resolves when the first attempt has ended; never rejects. */
  start(id: string): Promise<void> {
    return this.#running.start(id);
  }

  /** Whether the job is due, and no process works on it. */
  isIdle(job: JobDocument): boolean {
    return !this.#running.has(job.id) && this.#pauseOf(job) === 0;
  }

  close(): Promise<void> {
    return this.#running.close();
  }

  /** One attempt, which never rejects. Returns the milliseconds until the next one. */
  async #attemptSafely(id: string, closing: AbortSignal): Promise<number | undefined> {
    try {
      const pause = await this.#attempt(id, closing);
      this.#failures.delete(id);
      return pause;
    } catch (error) {
      const failures = (this.#failures.get(id) ?? 0) + 1;
      if (failures === 1) this.#report(error);
      if (failures < RECORDS_ATTEMPTS) {
        this.#failures.set(id, failures);
        return RECORDS_DELAY;
      }
      this.#failures.delete(id);
      return undefined;
    }
  }

  // The records failed: an act reports that to its caller, but this is the background.
  #report(error: unknown): void {
    const fail = () => {
      throw error;
    };
    callObserver(fail, "ProductAuthApplicationsWarning", this.#settings.onProblem);
  }

  /** Works until the job is done, stopped or has to wait. Returns the milliseconds to wait; undefined when none is left. */
  async #attempt(id: string, signal: AbortSignal): Promise<number | undefined> {
    const { store, provisioning } = this.#settings;
    let job = await store.changeJob(id, (current) =>
      this.#pauseOf(current) === 0 ? this.#begun(current) : current,
    );
    while (job !== undefined && this.#isMine(job)) {
      const step = nextStep(job);
      if (step === undefined) return undefined;
      if (signal.aborted) {
        await this.#release(id);
        return undefined;
      }
      let outcome: StepOutcome;
      try {
        outcome = (await this.#isAnothers(job, step)) ? {} : await performStep(job, step, provisioning);
      } catch (error) {
        job = await this.#fail(id, step, error);
        break;
      }
      job = await this.#complete(id, step, outcome);
    }
    return job && this.#pauseOf(job);
  }

  /** Whether a discarded registration has the client id of an application, which an administrator entered by mistake. */
  async #isAnothers({ kind, clientId = "" }: JobDocument, { name }: StepDocument): Promise<boolean> {
    if (kind !== "discard" || name !== "remove") return false;
    return (await this.#settings.store.application(clientId)) !== undefined;
  }

  /** Milliseconds until the job may be worked on; undefined when it is done or has stopped. */
  #pauseOf({ id, state, lease, retryAt }: JobDocument): number | undefined {
    if (state === "done" || state === "stopped") return undefined;
    const now = this.#settings.clock();
    const leased =
      lease === undefined || lease.holder === this.#holder ? 0 : this.#leftOf(id, lease.until, now);
    const waiting = state === "waiting" ? (retryAt ?? 0) - now : 0;
    return Math.max(0, leased, waiting);
  }

  /**
   * Milliseconds until the lease of another process ends. One that is longer than a lease was taken by a process whose clock is
   * ahead: it ends when it has stayed the same for the time of a lease.
   */
  #leftOf(id: string, until: number, now: number): number {
    if (until - now <= LEASE) return until - now;
    let seen = this.#ahead.get(id);
    if (seen?.until !== until || seen.at > now) {
      if (this.#ahead.size >= MOST_AHEAD) this.#ahead.clear();
      this.#ahead.set(id, (seen = { until, at: now }));
    }
    return seen.at + LEASE - now;
  }

  #isMine({ lease, state }: JobDocument): boolean {
    return lease?.holder === this.#holder && state === "running";
  }

  /** The job with a new lease, and its next step running. Undefined: no step is left. */
  #begun({ retryAt: _, ...job }: JobDocument): JobDocument | undefined {
    const step = nextStep(job);
    if (step === undefined) return undefined;
    const lease = { holder: this.#holder, until: this.#settings.clock() + LEASE };
    const steps = job.steps.map((one) => (one.id === step.id ? { ...one, state: "running" as const } : one));
    return { ...job, state: "running", isTried: true, lease, steps };
  }

  async #complete(id: string, step: StepDocument, outcome: StepOutcome): Promise<JobDocument | undefined> {
    const { store, clock, audit } = this.#settings;
    const given = {
      store,
      now: clock(),
      isMine: (job: JobDocument) => job.lease?.holder === this.#holder,
      begun: (job: JobDocument) => this.#begun(job),
    };
    try {
      const { job, events } = await completeStep(id, step, outcome, given);
      for (const event of events) audit(event);
      return job;
    } catch (error) {
      if (!(error instanceof ApplicationNotFoundError)) throw error;
      // Deleted in the meantime: the job's steps have been replaced.
      return store.changeJob(id, (job) => (given.isMine(job) ? this.#begun(job) : job));
    }
  }

  #fail(id: string, step: StepDocument, error: unknown): Promise<JobDocument | undefined> {
    const { store, clock } = this.#settings;
    return store.changeJob(id, (job) => {
      if (job.lease?.holder !== this.#holder) return job;
      const { lease: _, ...free } = job;
      // An act has replaced the step: what failed is no longer wanted.
      if (!job.steps.some((one) => one.id === step.id)) return this.#begun(free);
      return failedJob(free, step, error, clock());
    });
  }

  async #release(id: string): Promise<void> {
    await this.#settings.store.changeJob(id, (job) => {
      if (job.lease?.holder !== this.#holder) return job;
      const { lease: _, ...free } = job;
      return free;
    });
  }
}
