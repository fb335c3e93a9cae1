/** Codes of refusals by connection policies. */
export type ConnectionCode =
  | "address_not_allowed"
  | "header_check"
  | "certificate_missing"
  | "certificate_malformed"
  | "certificate_expired"
  | "certificate_not_yet_valid"
  | "certificate_untrusted"
  | "certificate_revoked"
  | "certificate_identity"
  | "revocation_unavailable";

/** A connection policy that the request does not satisfy. */
export interface ConnectionFinding {
  readonly code: ConnectionCode;
  /** What the policy demands. Private: never part of a response. */
  readonly expected?: string;
  /** What was found; never the value of a header field. Private. */
  readonly actual?: string;
  /** Status and text of the answer, where the policy has its own. */
  readonly status?: number;
  readonly message?: string;
}
