// Client applications that are registered, linked and suspended while the application runs.
export { administerClients } from "./administer-clients.js";
export type {
  ApplicationChange,
  ClientAdministration,
  ClientAdministrationOptions,
  JobWait,
  NewApplication,
  NewSecret,
  RequestedProduct,
} from "./client-administration.js";
export { clientRegistryOver, type ClientRegistryOptions } from "./client-registry-over.js";
export type {
  ClientProvisioning,
  CreatedSecret,
  ProductLink,
  RegisteredApplication,
  SecretSummary,
  WantedApplication,
  WantedSecret,
} from "./client-provisioning.js";
export {
  ProvisioningError,
  type ProvisioningErrorDetails,
  type ProvisioningReason,
} from "./provisioning-error.js";
export {
  ApplicationLimitError,
  ApplicationNotFoundError,
  ApplicationStateError,
} from "./application-errors.js";
export type {
  ApplicationPage,
  ApplicationProduct,
  ApplicationQuery,
  LinkState,
  StoredApplication,
} from "./stored-application.js";
export type {
  ApplicationJob,
  JobKind,
  JobPage,
  JobProblem,
  JobProgress,
  JobState,
  JobStep,
} from "./application-job.js";
export type { ApplicationAuditAction, ApplicationAuditEvent } from "./application-audit-event.js";
export type { Act } from "../repositories/audit-event.js";
