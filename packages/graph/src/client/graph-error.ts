import type { HttpAnswer } from "./exchange.js";
import { own, ownText } from "./own.js";

/** Graph's error in an answer. */
export interface GraphError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Reads `{ "error": { "code", "message" } }`; empty texts when the body has another form. */
export function graphErrorOf({ status, json }: HttpAnswer): GraphError {
  const error = own(json, "error");
  return { status, code: ownText(error, "code") ?? "", message: ownText(error, "message") ?? "" };
}

/** Whether an error means that Graph does not know an object yet that was created a moment ago (entra.md 5.4 and 5.6). */
export function isInvisible({ status, code, message }: GraphError): boolean {
  if (status === 404) return true;
  if (status !== 400) return false;
  return (
    code === "NoBackingApplicationObject" ||
    hasDetail(message, "NoBackingApplicationObject") ||
    hasDetail(message, "does not reference a valid application object") ||
    hasDetail(message, "Permission being assigned was not found") ||
    hasDetail(message, "Not a valid reference update")
  );
}

/** The role assignment exists. */
export const isAssigned = ({ status, message }: GraphError): boolean =>
  status === 400 && hasDetail(message, "Permission being assigned already exists");

/** An object exists with the same alternate key. */
export const existsAlready = ({ status, code }: GraphError): boolean =>
  status === 409 && code === "Request_MultipleObjectsWithSameKeyValue";

/** Another object, perhaps in the bin, has the same value for a property that is unique in the tenant. */
export const isTaken = (
  { status, message }: GraphError,
  property: "uniqueName" | "identifierUris",
): boolean => status === 400 && hasDetail(message, `same value for property ${property} already exists`);

/** An enabled role was changed: another run has enabled it since it was read. */
export const isEnabledRole = ({ status, code }: GraphError): boolean =>
  status === 400 && code === "CannotDeleteOrUpdateEnabledEntitlement";

const hasDetail = (message: string, detail: string): boolean =>
  message.toLowerCase().includes(detail.toLowerCase());
