import type { FindingCode, Severity } from "./finding.js";
import type { OutsideCode } from "./outside-findings.js";

/** Codes of `product-auth doctor` and of the portal's Health page. */
export type DiagnosisCode = FindingCode | OutsideCode;

/** A finding that also states its consequence. */
export interface Diagnosis {
  readonly code: DiagnosisCode;
  readonly severity: Severity;
  /** `products.gold`, `clients.batch`, `applications.{client id}`, `subscriptions`, or the address of an issuer. */
  readonly at: string;
  /** What was seen, with the object and the value. */
  readonly message: string;
  /** What it means. */
  readonly meaning: string;
  /** What to do. Empty when there is nothing to do. */
  readonly fix: string;
}
