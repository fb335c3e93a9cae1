/** Why a call to Graph ended the run. */
export type FailureReason =
  | "refused" // an answer that no retry changes
  | "not visible" // an object that this run made did not appear in time
  | "throttled"
  | "unavailable"
  | "unauthorized"
  | "no token"
  | "invalid answer"
  | "name taken" // a `uniqueName` or an identifier URI that another object holds
  | "stopped"; // the caller's signal

/** What is known of the failure. No member contains a token or a secret. */
export interface FailureFacts {
  readonly reason: FailureReason;
  /** HTTP status of the last answer; undefined without one. */
  readonly status?: number;
  /** Graph's `error.code`. */
  readonly code?: string;
  /** Graph's `error.message`, shortened. */
  readonly text?: string;
  /** `request-id` of the answer, for Microsoft's support. */
  readonly requestId?: string;
  /** The number of an AADSTS error from the token endpoint. */
  readonly aadsts?: number;
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number;
  /** The call, such as `PATCH /applications/{id}`. */
  readonly call?: string;
}

/** A call to Graph that ended the run. Findings are made from it. */
export class GraphFailure extends Error {
  override readonly name = "GraphFailure";
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts) {
    const { call = "Microsoft Graph", reason, status, code, text } = facts;
    const answer = [status, code].filter((part) => part !== undefined).join(" ");
    super([`${call}: ${reason}`, answer, text].filter((part) => (part ?? "") !== "").join("; "));
    this.facts = facts;
  }
}
