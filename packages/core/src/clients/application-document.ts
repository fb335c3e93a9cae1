import { CLIENT_STATES, type ClientState } from "../evidence/clients/client-application.js";
import { OWNER_STATES, type OwnerState } from "../evidence/subscriptions/subscription.js";
import { own, type JsonObject } from "../lib/json-object.js";
import type { StoredRecord } from "../records/stored-record.js";
import type { SecretLedger } from "./secret-ledger.js";
import { LINK_STATES, type ApplicationProduct, type StoredApplication } from "./stored-application.js";

/** The kind of the records of client applications. */
export const APPLICATION = "application";

/** A client application with what only its administration reads. */
export interface ApplicationDocument extends StoredApplication {
  readonly ownerState: OwnerState;
  /** Id of the job that registered it. */
  readonly registration?: string;
  readonly secrets?: SecretLedger;
}

/** The record of a client application. */
export function recordOfApplication(document: ApplicationDocument): StoredRecord {
  const { id, ownerId, version, ...value } = document;
  return {
    kind: APPLICATION,
    id,
    ...(ownerId !== undefined && { owner: ownerId }),
    version,
    value: value as unknown as JsonObject,
  };
}

/**
 * Reads the record of a client application. Throws when its states or products cannot be read: access must not depend on a
 * guess.
 */
export function applicationDocumentOf({ id, owner, version, value }: StoredRecord): ApplicationDocument {
  const state = own(value, "state");
  const ownerState = own(value, "ownerState") ?? "active";
  const products = own(value, "products");
  const isSound =
    CLIENT_STATES.includes(state as ClientState) &&
    OWNER_STATES.includes(ownerState as OwnerState) &&
    Array.isArray(products) &&
    products.every(isProduct);
  if (!isSound) throw new Error(`The record of the client application ${id} has an unknown form`);
  const { displayName, createdDate } = value;
  return {
    ...(value as unknown as ApplicationDocument),
    id,
    displayName: typeof displayName === "string" ? displayName : id,
    createdDate: typeof createdDate === "number" ? createdDate : 0,
    ownerState: ownerState as OwnerState,
    ...(owner !== undefined && { ownerId: owner }),
    version,
  };
}

/** What callers of the administration see. */
export function storedApplicationOf(document: ApplicationDocument): StoredApplication {
  const { registration: _1, secrets: _2, ...application } = document;
  return application;
}

function isProduct(product: unknown): product is ApplicationProduct {
  if (typeof product !== "object" || product === null) return false;
  const [name, state] = [own(product as JsonObject, "name"), own(product as JsonObject, "state")];
  return typeof name === "string" && LINK_STATES.includes(state as ApplicationProduct["state"]);
}
