/** Why a step of provisioning, or the creation of a secret, failed. */
export type ProvisioningReason =
  /** Throttled, unreachable or no answer; retry after `retryAfter` seconds, if given. */
  | "unavailable"
  /** What an earlier step created is not visible yet; retried after 1, 2, 4 … seconds. */
  | "not-ready"
  /** A permission is missing. Retrying does not help until an administrator grants it. */
  | "refused"
  /** The application, product or secret does not exist in Entra ID. */
  | "not-found"
  /** The name, address or object is in use by another registration. */
  | "conflict"
  /** The tenant's policy limits the lifetime of secrets to `maximumDays`; 0: it forbids secrets. */
  | "secret-policy"
  /** The application has two active secrets already. */
  | "two-secrets"
  /** Another secret of the application is being created; retry after `retryAfter` seconds. */
  | "busy"
  /** The operation created a secret earlier, which was returned once. */
  | "already-shown"
  /** An administrator must do this step in the Entra portal, and then call `completeStep`. */
  | "manual";

/** What is known about the failure. */
export interface ProvisioningErrorDetails {
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
  /** Longest lifetime of a secret in days; 0 when the policy forbids secrets. */
  readonly maximumDays?: number;
  /** Number of the finding, such as `P01`, for pages and reports that explain it. */
  readonly finding?: string;
  readonly cause?: unknown;
}

/** Thrown by provisioning, and by the acts that need it. The message contains no secret and no token. */
export class ProvisioningError extends Error {
  override readonly name = "ProvisioningError";
  readonly code = "PRODUCT_AUTH_PROVISIONING";
  readonly reason: ProvisioningReason;
  readonly retryAfter: number | undefined;
  readonly maximumDays: number | undefined;
  readonly finding: string | undefined;

  constructor(reason: ProvisioningReason, message: string, details: ProvisioningErrorDetails = {}) {
    const { retryAfter, maximumDays, finding, ...options } = details;
    super(message, options);
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.maximumDays = maximumDays;
    this.finding = finding;
  }
}
