import type { Configuration, SubscriptionKeys } from "./configuration/configuration.js";
import type { Scope } from "./configuration/scope.js";
import type { AcceptedFinding } from "./report/accept-findings.js";
import type { ImportReport } from "./report/report.js";

export interface ImportOptions {
  /** Scope of policy documents that are given alone, for example `product:gold`. */
  readonly scope?: Scope;
  /** A file with parameters of ARM templates. */
  readonly parameters?: string;
  /** A file with values of an environment, in the form of APIOps. */
  readonly overrides?: string;
  /** A file with keys of subscriptions. */
  readonly secrets?: string;
  /** Findings that were judged and accepted. */
  readonly accept?: readonly AcceptedFinding[];
  /** Counts differences for `exit` as well. */
  readonly strict?: boolean;
  /** Day of the import, which ends acceptances (`until`). Default: today. */
  readonly today?: Date;
  /** Called while files are read. */
  readonly onProgress?: (progress: { readonly read: number; readonly files: number }) => void;
}

/** What an import gives: the report for people and pipelines, and what the written files are made from. */
export interface Import {
  readonly report: ImportReport;
  readonly configuration: Configuration;
  /** Keys of subscriptions. They stand in no report. */
  readonly keys: SubscriptionKeys;
}
