export { compareFolder, type FolderDifference } from "./folder/compare-folder.js";
export { type FolderFiles } from "./folder/file-names.js";
export { filesOfImport, type ImportFiles } from "./folder/files-of-import.js";
export { EditedFilesError, FolderError } from "./folder/folder-error.js";
export { readAccepted } from "./folder/read-accepted.js";
export { readFolder } from "./folder/read-folder.js";
export { summaryLine } from "./folder/summary-line.js";
export { writeFolder, type WriteFolderOptions, type WrittenFolder } from "./folder/write-folder.js";
export { type FindingCode, type FindingGuide, findingCodes } from "./report/finding-codes.js";
export type { AcceptedFinding } from "./report/accept-findings.js";
export { type Import, importConfiguration, type ImportOptions } from "./import-configuration.js";
export { InputError } from "./files/input-error.js";
export type {
  EffectivePolicy,
  Finding,
  ImportReport,
  PlacedRule,
  ReportedApi,
  ReportedClient,
  ReportedProduct,
  ReportedSubscription,
  Severity,
} from "./report/report.js";
export type {
  AddressRule,
  CertificateRule,
  ClaimDemand,
  ClaimRule,
  ContextRule,
  CountedBy,
  DenyRule,
  HeaderRule,
  KeyDemand,
  KeyRule,
  LimitPart,
  LimitRule,
  NumberText,
  Rule,
  TokenRule,
  When,
} from "./report/rule.js";
export type { Configuration, SubscriptionKeys } from "./configuration/configuration.js";
export type { Scope } from "./report/scope.js";
export { requestsOf } from "./requests/requests-of.js";
export { catalogFiles } from "./writing/catalog-files.js";
export { apiNamesOf } from "./writing/catalog-names.js";
export type { Held, Writable } from "./writing/points.js";
export { variablesIn } from "./writing/variables-in.js";
export { type ImportedOptions, loadImported, type LoadImportedOptions } from "./loading/load-imported.js";
export {
  type ExportFinding,
  type ExportFindingCode,
  exportFindingCodes,
} from "./exporting/export-finding-codes.js";
export { exportCatalog, type ExportedCatalog, type ExportOptions } from "./exporting/export-catalog.js";
