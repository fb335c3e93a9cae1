import type { Problem } from "@product-auth/core";
import type { Diagnosis } from "@product-auth/graph";

/** What a check is about. */
export type CheckGroup = "issuers" | "stores" | "registrations" | "tokens";

/** One check and how it ended. */
export interface DoctorCheck {
  readonly group: CheckGroup;
  /** What is checked: `discovery`, `keys`, `clock`, `subscriptions`, `clientApplications`, `counters`, `records`, `plan`, `token`. */
  readonly check: string;
  /** The address, the store, the product. */
  readonly at: string;
  readonly result: "passed" | "warning" | "failed" | "skipped";
  /** What was seen; for a skipped check why it was not made. */
  readonly detail: string;
}

/** Checks and what they found. */
export interface Examination {
  readonly checks: readonly DoctorCheck[];
  readonly findings: readonly Diagnosis[];
}

/** The report of `product-auth doctor`; with `--json` exactly this. Contains no secret, no token, and no claim of a person. */
export interface DoctorReport extends Examination {
  /** The version of this form. */
  readonly doctor: 1;
  /** 1: there is an error among the findings. */
  readonly exit: 0 | 1;
}

/** The report of a run that did not start. */
export interface RefusedDoctor {
  readonly doctor: 1;
  readonly exit: 2;
  readonly problems: readonly Problem[];
}
