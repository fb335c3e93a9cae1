import type { ProvisioningReason } from "./provisioning-error.js";

/** What a job does in Entra ID. `change`: links, secrets and removal of an application that is registered. */
export type JobKind = "register" | "discard" | "change";

/**
 * `running`: a process works on it, or a process takes it over after the lease. `waiting`: retried at `retryAt`.
 * `stopped`: continues after `resume`, `completeStep` or `discard`. `done`: kept for an hour after a registration.
 */
export type JobState = "running" | "waiting" | "stopped" | "done";

/** One step of a job, in the order of the work. */
export interface JobStep {
  readonly name: "application" | "link" | "unlink" | "record" | "secrets" | "restore" | "remove";
  /** Name of the product, for `link` and `unlink`. */
  readonly product?: string;
  readonly state: "open" | "running" | "done";
}

/** Why a job waits or has stopped. */
export interface JobProblem {
  readonly reason: ProvisioningReason;
  /** For operators. Contains no secret. */
  readonly message: string;
  readonly finding?: string;
}

/** Progress of a job, for a page. */
export interface JobProgress {
  readonly steps: readonly JobStep[];
  readonly problem?: JobProblem;
  /** Milliseconds since 1970 of the next attempt. */
  readonly retryAt?: number;
}

/** Half-done work in Entra ID: a record of kind `job`. */
export interface ApplicationJob extends JobProgress {
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly displayName: string;
  readonly ownerId?: string;
  /** Absent until the registration exists. */
  readonly clientId?: string;
  /** Whether what remains is removal in Entra ID: access here has ended already ("to be cleaned up"). */
  readonly isCleanup: boolean;
  /** Milliseconds since 1970. */
  readonly createdDate: number;
  /** Failed attempts since the last step that succeeded. */
  readonly attempts: number;
}

/** One page of jobs. `next`: value of `after` for the next page; absent on the last page. */
export interface JobPage {
  readonly items: readonly ApplicationJob[];
  readonly next?: string;
}
