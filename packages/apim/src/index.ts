export { type FindingCode, type FindingGuide, findingCodes } from "./report/finding-codes.js";
export type { AcceptedFinding } from "./report/accept-findings.js";
export type { Import, ImportOptions } from "./import-configuration.js";
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
export type { Scope } from "./configuration/scope.js";
