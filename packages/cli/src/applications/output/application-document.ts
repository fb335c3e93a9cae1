import type { OwnerState } from "@product-auth/core";
import type {
  ApplicationJob,
  JobProblem,
  JobStep,
  LinkState,
  SecretSummary,
  StoredApplication,
} from "@product-auth/core/clients";

/** An application as machines read it; dates are texts in ISO 8601. */
export interface ApplicationDocument {
  /** The application (client) id. */
  readonly id: string;
  readonly displayName: string;
  readonly description?: string;
  readonly state: StoredApplication["state"];
  readonly stateComment?: string;
  readonly ownerId?: string;
  readonly ownerState?: OwnerState;
  readonly products: readonly ProductDocument[];
  readonly objectId?: string;
  readonly createdDate: string;
  readonly version: number;
}

/** A product that an application is linked to, or asks for. */
export interface ProductDocument {
  readonly name: string;
  readonly state: LinkState;
  readonly comment?: string;
  readonly role: string;
  readonly audience: string;
  /** What the client asks a token for. */
  readonly scope: string;
}

/** A secret, without its text. */
export interface SecretDocument {
  readonly keyId: string;
  readonly hint?: string;
  readonly displayName?: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly state: "active" | "expiring" | "expired";
}

/** A job as machines read it. */
export interface JobDocument {
  readonly id: string;
  readonly kind: ApplicationJob["kind"];
  readonly state: ApplicationJob["state"];
  readonly displayName: string;
  readonly ownerId?: string;
  readonly clientId?: string;
  readonly isCleanup: boolean;
  readonly createdDate: string;
  readonly attempts: number;
  readonly steps: readonly JobStep[];
  readonly problem?: JobProblem;
  readonly retryAt?: string;
}

/** What is shown of an application. */
export function documentOf(stored: StoredApplication): ApplicationDocument {
  const { id, displayName, description, state, stateComment, ownerId, ownerState, objectId, version } =
    stored;
  return {
    id,
    displayName,
    ...(description !== undefined && { description }),
    state,
    ...(stateComment !== undefined && { stateComment }),
    ...(ownerId !== undefined && { ownerId }),
    ...(ownerState !== undefined && { ownerState }),
    products: stored.products.map(({ name, state: link, comment, role, audience }) => ({
      name,
      state: link,
      ...(comment !== undefined && { comment }),
      role,
      audience,
      scope: `${audience}/.default`,
    })),
    ...(objectId !== undefined && { objectId }),
    createdDate: moment(stored.createdDate),
    version,
  };
}

const EXPIRING = 30 * 86_400_000;

/** What is shown of a secret. */
export function secretDocumentOf(secret: SecretSummary, now: number): SecretDocument {
  const { keyId, hint, displayName, startDate, endDate } = secret;
  return {
    keyId,
    ...(hint !== undefined && { hint }),
    ...(displayName !== undefined && { displayName }),
    startDate: moment(startDate),
    endDate: moment(endDate),
    state: endDate <= now ? "expired" : endDate - now <= EXPIRING ? "expiring" : "active",
  };
}

/** What is shown of a job. */
export function jobDocumentOf(job: ApplicationJob): JobDocument {
  const { id, kind, state, displayName, ownerId, clientId, isCleanup, attempts, steps, problem, retryAt } =
    job;
  return {
    id,
    kind,
    state,
    displayName,
    ...(ownerId !== undefined && { ownerId }),
    ...(clientId !== undefined && { clientId }),
    isCleanup,
    createdDate: moment(job.createdDate),
    attempts,
    steps,
    ...(problem !== undefined && { problem }),
    ...(retryAt !== undefined && { retryAt: moment(retryAt) }),
  };
}

const moment = (milliseconds: number) => new Date(milliseconds).toISOString();
