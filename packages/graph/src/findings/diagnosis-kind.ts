import type { Severity } from "./finding.js";

/** What a code stands for: in provisioning, `product-auth doctor` and the portal. */
export interface DiagnosisKind {
  readonly severity: Severity;
  /** What is wrong, without the object and the value. */
  readonly title: string;
  /** What it means for callers and operators. */
  readonly meaning: string;
  /** What to do, when the case does not ask for something else. */
  readonly fix: string;
}
