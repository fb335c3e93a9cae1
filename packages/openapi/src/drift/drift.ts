import type { Problem } from "@product-auth/core";

/**
 * How an operation and its route differ. `admits-more`: the application admits requests that the document does not.
 * `demands-more`: the other way round. `differs`: both. `missing`: there is no such route. `unknown`: the report cannot tell
 * what the route demands. `unreadable`: the document says what no rule can demand.
 */
export type DriftKind = "admits-more" | "demands-more" | "differs" | "missing" | "unknown" | "unreadable";

/** An operation that the document describes otherwise than the application guards it. Plain data. */
export interface Drift {
  /** In upper case. */
  readonly method: string;
  /** The path as the document has it. */
  readonly path: string;
  /** JSON pointer to the operation. */
  readonly pointer: string;
  readonly operationId?: string;
  readonly kind: DriftKind;
  /** What the document says, in words. */
  readonly document: string;
  /** What the application demands, in words. */
  readonly application: string;
  /** What to do. */
  readonly fix: string;
}

/** A route that the document does not describe. */
export interface UndocumentedRoute {
  readonly method: string;
  readonly path: string;
  readonly state: "guarded" | "open" | "unprotected";
}

/** What differs between a document and an application. Plain data. */
export interface OpenApiComparison {
  /** Number of operations in the document. */
  readonly operations: number;
  readonly drifts: readonly Drift[];
  readonly undocumented: readonly UndocumentedRoute[];
  /** Parts of the document that are no operation. */
  readonly problems: readonly Problem[];
}
