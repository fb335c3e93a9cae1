import type { OwnerState } from "../evidence/subscriptions/subscription.js";
import type { RecordRepository } from "../records/stored-record.js";
import type { Act } from "../repositories/audit-event.js";
import type { ApplicationAuditEvent } from "./application-audit-event.js";
import type { ApplicationJob, JobPage } from "./application-job.js";
import type { ClientProvisioning, CreatedSecret, ProductLink, SecretSummary } from "./client-provisioning.js";
import type { ApplicationPage, ApplicationQuery, StoredApplication } from "./stored-application.js";

/** A product to link. */
export interface RequestedProduct extends ProductLink {
  /** Whether an administrator must approve the link first. Default false. */
  readonly approvalRequired?: boolean;
}

/** An application to register. */
export interface NewApplication {
  /** Id of the form or operation, 1 to 256 characters. The same key of the same owner is the same application. */
  readonly key: string;
  /** 1 to 100 characters. */
  readonly displayName: string;
  /** At most 1000 characters. */
  readonly description?: string;
  /** The characters of a record's id. Default: no owner. */
  readonly ownerId?: string;
  /** At least one. */
  readonly products: readonly RequestedProduct[];
  /** Maximum number of applications of the owner, registrations in progress included. Default: no limit. */
  readonly limit?: number;
}

/** A secret to create. */
export interface NewSecret {
  /** Id of the form or operation, `[A-Za-z0-9._-]{1,60}`. The same one again removes what a lost attempt created. */
  readonly operation: string;
  /** At most one year (366 days) from now. */
  readonly endDate: Date;
  /** Rejects with `ApplicationNotFoundError` when the application has another owner by then. Default: not compared. */
  readonly ownerId?: string;
}

/** An application after a change, and the job that does the rest in Entra ID; no job when nothing is left to do. */
export interface ApplicationChange {
  readonly application: StoredApplication;
  readonly job?: ApplicationJob;
}

/** How to wait for a job. */
export interface JobWait {
  /** Milliseconds. Default 120000. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  /** Called with the job at first and after each change. */
  readonly onProgress?: (job: ApplicationJob) => void;
}

/** Options of `administerClients`. */
export interface ClientAdministrationOptions {
  readonly records: RecordRepository;
  readonly provisioning: ClientProvisioning;
  /** Called after each change. What it throws becomes a process warning. */
  readonly onAudit?: (event: ApplicationAuditEvent) => void;
  /** Called when work in the background cannot read or write the records. Default: a process warning. */
  readonly onProblem?: (error: Error) => void;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
  /** Resolves after that many milliseconds, or when the signal is aborted. Default: a timer. */
  readonly delay?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds for which `register`, `link` and `approve` wait for their job. It continues in the background. Default 5000. */
  readonly patience?: number;
}

/**
 * Creates and changes client applications. Access begins after the last step in Entra ID, and ends here before the first.
 * Product names, ids and states that do not fit reject with `ApplicationStateError`, unknown ids with
 * `ApplicationNotFoundError`.
 */
export interface ClientAdministration {
  /** The provisioning's token endpoint. */
  readonly tokenUrl: string;
  /** Starts a registration and returns its job; the same key returns the same job. */
  register(wanted: NewApplication, act?: Act): Promise<ApplicationJob>;
  /** Links a pending or rejected product. */
  approve(id: string, product: ProductLink, act?: Act): Promise<ApplicationChange>;
  /** Rejects a pending product. */
  reject(id: string, product: string, act?: Act): Promise<ApplicationChange>;
  /** Links a product, or asks for it when it needs approval. Changes nothing when it is approved or pending already. */
  link(id: string, product: RequestedProduct, act?: Act): Promise<ApplicationChange>;
  unlink(id: string, product: string, act?: Act): Promise<ApplicationChange>;
  /** Sets the state `rejected`, and removes the app roles in Entra ID. */
  suspend(id: string, act?: Act): Promise<ApplicationChange>;
  /** Assigns the app roles again, then sets the state `active`. */
  restore(id: string, act?: Act): Promise<ApplicationChange>;
  /**
   * Changes the owner. The former owner may know the secrets: `removeSecrets` (default false) removes them all. `ownerState`:
   * the state of the new owner; default: it stays as it is.
   */
  transfer(
    id: string,
    ownerId: string,
    act?: Act & { readonly removeSecrets?: boolean; readonly ownerState?: OwnerState },
  ): Promise<ApplicationChange>;
  /** Sets the state of the owner in every application and registration of the owner. Returns the number of changed ones. */
  setOwnerState(ownerId: string, state: OwnerState, act?: Act): Promise<number>;
  /** Ends access, removes the record, and then the registration. */
  delete(id: string, act?: Act): Promise<{ readonly deleted: boolean; readonly job?: ApplicationJob }>;
  get(id: string): Promise<StoredApplication | undefined>;
  list(query?: ApplicationQuery): Promise<ApplicationPage>;

  /** Lists the secrets, expired ones included. Rejects with `ProvisioningError`. */
  listSecrets(id: string): Promise<readonly SecretSummary[]>;
  /** Creates a secret and returns it; no other call returns it again. Rejects with `ProvisioningError`. */
  addSecret(id: string, wanted: NewSecret, act?: Act): Promise<CreatedSecret>;
  removeSecret(id: string, keyId: string, act?: Act): Promise<void>;

  /** Jobs that are not done, in the order of their ids. Continues those that another process left. */
  jobs(query?: ApplicationQuery & { readonly clientId?: string }): Promise<JobPage>;
  /** A job, also a finished registration for an hour. Continues it when another process left it. */
  job(id: string): Promise<ApplicationJob | undefined>;
  /** Tries again now. */
  resume(id: string): Promise<ApplicationJob>;
  /** For a job that stopped with `manual`: the administrator has done the step. `clientId` for the step `application`. */
  completeStep(id: string, done?: { readonly clientId?: string }, act?: Act): Promise<ApplicationJob>;
  /** Gives up a registration, and removes what it created. */
  discard(id: string, act?: Act): Promise<ApplicationJob | undefined>;
  /** Continues all jobs that are due and that no process works on. Call at the start and every few minutes. */
  resumeAll(): Promise<number>;
  /** Resolves when the job is done, has stopped or the time has passed; undefined when it is finished and removed. */
  wait(id: string, wait?: JobWait): Promise<ApplicationJob | undefined>;
  /** Stops the work in the background; another process, or the next start, continues it. */
  close(): Promise<void>;
}
