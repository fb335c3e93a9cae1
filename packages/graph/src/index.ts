export { addClientSecret } from "./secrets/add-client-secret.js";
export { applyPlan } from "./apply/apply-plan.js";
export { completeCatalog } from "./catalog-file/complete-catalog.js";
export { destroyCatalog } from "./apply/destroy-catalog.js";
export { describeChange } from "./report/describe-change.js";
export { environmentCredential, type EnvironmentOptions } from "./credentials/environment-credential.js";
export { graphProvisioning } from "./provisioning/graph-provisioning.js";
export type { GraphProvisioningOptions } from "./provisioning/graph-provisioning-options.js";
export { manualProvisioning, type ManualProvisioningOptions } from "./provisioning/manual-provisioning.js";
export { planCatalog } from "./plan/plan-catalog.js";
export { planDestroy } from "./plan/plan-destroy.js";
export { problemsOfProvision } from "./options/problems-of-provision.js";
export { ProvisionFailedError } from "./report/provision-error.js";
export { removeClientSecret } from "./secrets/remove-client-secret.js";
export type { AddSecretOptions } from "./options/secret-options.js";
export type { Change, ChangeAction, ChangedField } from "./report/report.js";
export type { ClientSecret } from "./secrets/client-secret.js";
export type { DestroyOptions, GraphOptions, Progress, ProvisionOptions } from "./options/graph-options.js";
export type { Finding, FindingCode, Severity } from "./findings/finding.js";
export type { GraphCredential } from "./credentials/graph-credential.js";
export type { ProvisionCatalog, ProvisionedClient, ProvisionSettings } from "./options/provision-catalog.js";
export type {
  ProvisionMode,
  ProvisionReport,
  ReportedClient,
  ReportedProduct,
  ReportedSecret,
} from "./report/report.js";
export type { ProvisionPlan } from "./plan/provision-plan.js";
export type { Diagnosis, DiagnosisCode } from "./findings/diagnosis.js";
export type { DiagnosisKind } from "./findings/diagnosis-kind.js";
export { diagnosis, FINDING_KINDS, type DiagnosisWords } from "./findings/finding-kinds.js";
export { findingsOfPlan } from "./findings/findings-of-plan.js";
export type { OutsideCode } from "./findings/outside-findings.js";
export { repairApplications, type Repaired, type RepairOptions } from "./reconcile/repair-applications.js";
export { reconcileApplications, type ReconcileOptions } from "./reconcile/reconcile-applications.js";
