import type { RecordRepository } from "../records/stored-record.js";
import type { ApplicationAuditEvent } from "./application-audit-event.js";
import type { ApplicationStore } from "./application-store.js";
import type { ApplicationJob } from "./application-job.js";
import type { ClientProvisioning } from "./client-provisioning.js";
import type { JobRunner } from "./job-runner.js";

/** What the acts of a `ClientAdministration` share. */
export interface ClientContext {
  readonly records: RecordRepository;
  readonly store: ApplicationStore;
  readonly provisioning: ClientProvisioning;
  readonly runner: JobRunner;
  readonly clock: () => number;
  readonly audit: (event: Omit<ApplicationAuditEvent, "at">) => void;
  /** Starts a job, waits for its first attempt, `longest` milliseconds at most, and returns what is left of it. */
  readonly settle: (id: string, longest?: number) => Promise<ApplicationJob | undefined>;
}
