import type { ClientState } from "../evidence/clients/client-application.js";
import type { OwnerState } from "../evidence/subscriptions/subscription.js";

/** A kind of change of a client application. `request`: a product was asked for that needs approval. */
export type ApplicationAuditAction =
  | "register"
  | "discard"
  | "complete-step"
  | "request"
  | "link"
  | "approve"
  | "reject"
  | "unlink"
  | "suspend"
  | "restore"
  | "transfer"
  | "owner-state"
  | "add-secret"
  | "remove-secret"
  | "delete";

/** A change of a client application. Contains no secret. */
export interface ApplicationAuditEvent {
  readonly action: ApplicationAuditAction;
  /** Client id; absent when a registration is discarded before it has one. */
  readonly applicationId?: string;
  readonly displayName?: string;
  readonly ownerId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who made the change, as given by the caller. */
  readonly by?: string;
  readonly comment?: string;
  /** Name of the product, for changes of one link. */
  readonly product?: string;
  /** State before and after the change. */
  readonly from?: ClientState;
  readonly to?: ClientState;
  /** Owners before and after a transfer. */
  readonly fromOwner?: string;
  readonly toOwner?: string;
  /** State of the owner after the change. */
  readonly ownerState?: OwnerState;
  /** Id of the secret in Entra ID. */
  readonly keyId?: string;
  /** Id of the job that registered or discarded it, or whose step an administrator has completed. */
  readonly jobId?: string;
}
