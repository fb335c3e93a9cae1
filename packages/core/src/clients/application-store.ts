import type { RecordChange, RecordRepository } from "../records/stored-record.js";
import { RepositoryConflictError } from "../repositories/repository-conflict-error.js";
import {
  APPLICATION,
  applicationDocumentOf,
  recordOfApplication,
  type ApplicationDocument,
} from "./application-document.js";
import { ApplicationNotFoundError } from "./application-errors.js";
import { JOB, jobDocumentOf, recordOfJob, type JobDocument } from "./job-document.js";

/** An application and the job that changes its registration. */
export interface ApplicationAndJob {
  readonly application: ApplicationDocument;
  readonly job: JobDocument | undefined;
}

/** What to write. A member that is left out stays as it is; `null` removes it. Versions are set by the store. */
export interface NextDocuments {
  readonly application?: ApplicationDocument | null | undefined;
  readonly job?: JobDocument | null | undefined;
  /** Writes nothing. */
  readonly unchanged?: boolean;
}

/** Maximum number of attempts, when other requests change the same application in between. */
const ATTEMPTS = 25;

/** Applications and their jobs in records. Both change together or not at all. */
export class ApplicationStore {
  readonly #records: RecordRepository;

  constructor(records: RecordRepository) {
    this.#records = records;
  }

  async application(id: string): Promise<ApplicationDocument | undefined> {
    const record = await this.#records.get(APPLICATION, id.toLowerCase());
    return record && applicationDocumentOf(record);
  }

  async job(id: string): Promise<JobDocument | undefined> {
    const record = await this.#records.get(JOB, id);
    return record && jobDocumentOf(record);
  }

  /** Writes documents with the version that follows theirs: absent ones have version 0. */
  write(changes: readonly RecordChange[]): Promise<void> {
    return this.#records.write(changes);
  }

  /**
   * Changes an application together with its job. `next` computes both from the current ones; on a conflict it is called
   * again. Every change of the job by an act also writes the application, so that acts on one application are in one order.
   */
  async change<R extends NextDocuments>(
    id: string,
    next: (current: ApplicationAndJob) => R,
  ): Promise<{ readonly before: ApplicationAndJob; readonly after: ApplicationAndJob; readonly result: R }> {
    return retried(async () => {
      const application = await this.application(id);
      if (application === undefined) throw new ApplicationNotFoundError(id);
      const job = await this.job(changeJobId(application.id));
      const before = { application, job };
      const result = next(before);
      if (result.unchanged === true) return { before, after: before, result };
      const changedApplication = withNextVersion(result.application ?? application, application);
      const changedJob =
        result.job === undefined || result.job === null ? undefined : withNextVersion(result.job, job);
      await this.#records.write([
        result.application === null
          ? { remove: { kind: APPLICATION, id: application.id, version: application.version } }
          : { put: recordOfApplication(changedApplication) },
        ...(changedJob === undefined ? [] : [{ put: recordOfJob(changedJob) }]),
        ...(result.job === null && job !== undefined
          ? [{ remove: { kind: JOB, id: job.id, version: job.version } }]
          : []),
      ]);
      const after = {
        application: changedApplication,
        job: result.job === undefined ? job : changedJob,
      };
      return { before, after, result };
    });
  }

  /** Changes a job alone. `next` returns the job to leave it as it is, and undefined to remove it. */
  async changeJob(
    id: string,
    next: (job: JobDocument) => JobDocument | undefined,
  ): Promise<JobDocument | undefined> {
    return retried(async () => {
      const job = await this.job(id);
      if (job === undefined) return undefined;
      const changed = next(job);
      if (changed === job) return job;
      if (changed === undefined) {
        await this.#records.write([{ remove: { kind: JOB, id, version: job.version } }]);
        return undefined;
      }
      const written = withNextVersion(changed, job);
      await this.#records.write([{ put: recordOfJob(written) }]);
      return written;
    });
  }
}

/** Id of the job that changes the registration of an application. One at a time: so its steps have one order. */
export const changeJobId = (clientId: string): string => `change-${clientId}`;

export const withNextVersion = <D extends { readonly version: number }>(
  document: D,
  before: { readonly version: number } | undefined,
): D => ({ ...document, version: (before?.version ?? 0) + 1 });

/** Does it again when another request has written in between. */
export async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RepositoryConflictError) || count === ATTEMPTS) throw error;
      // So that many requests at the same moment do not meet again.
      await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(count * 2, 20)));
    }
  }
}
