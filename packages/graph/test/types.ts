// What must compile, and what must not. The names of the types are the door's.
import type {
  AddSecretOptions,
  Change,
  ChangeAction,
  ChangedField,
  ClientSecret,
  DestroyOptions,
  Diagnosis,
  DiagnosisCode,
  DiagnosisKind,
  DiagnosisWords,
  EnvironmentOptions,
  Finding,
  FindingCode,
  GraphCredential,
  GraphOptions,
  GraphProvisioningOptions,
  ManualProvisioningOptions,
  OutsideCode,
  Progress,
  ProvisionCatalog,
  ProvisionedClient,
  ProvisionMode,
  ProvisionOptions,
  ProvisionPlan,
  ProvisionReport,
  ProvisionSettings,
  ReconcileOptions,
  Repaired,
  RepairOptions,
  ReportedClient,
  ReportedProduct,
  ReportedSecret,
  Severity,
} from "@product-auth/graph";
import { applyPlan, planCatalog } from "@product-auth/graph";

export type Names = [
  AddSecretOptions,
  Change,
  ChangeAction,
  ChangedField,
  ClientSecret,
  DestroyOptions,
  Diagnosis,
  DiagnosisCode,
  DiagnosisKind,
  DiagnosisWords,
  EnvironmentOptions,
  Finding,
  FindingCode,
  GraphCredential,
  GraphOptions,
  GraphProvisioningOptions,
  ManualProvisioningOptions,
  OutsideCode,
  Progress,
  ProvisionCatalog,
  ProvisionedClient,
  ProvisionMode,
  ProvisionOptions,
  ProvisionPlan,
  ProvisionReport,
  ProvisionSettings,
  ReconcileOptions,
  Repaired,
  RepairOptions,
  ReportedClient,
  ReportedProduct,
  ReportedSecret,
  Severity,
];

declare const credential: GraphCredential;

// @ts-expect-error without a tenant
void planCatalog({ products: {} }, { credential });
// @ts-expect-error a client without products
void planCatalog({ products: {}, provision: { clients: { batch: {} } } }, { credential, tenantId: "t" });
// @ts-expect-error not a plan
void applyPlan({ report: {} }, { credential, tenantId: "t" });
