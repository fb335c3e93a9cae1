import type { Scope } from "../report/scope.js";
import type { Finding } from "../report/report.js";

/** A finding in a document, with the scope of the document. */
export interface ScopedFinding {
  readonly scope: Scope;
  readonly finding: Finding;
}
