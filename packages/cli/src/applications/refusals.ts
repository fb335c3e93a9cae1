import {
  ApplicationLimitError,
  ApplicationNotFoundError,
  ApplicationStateError,
  ProvisioningError,
} from "@product-auth/core/clients";
import { RepositoryConflictError } from "@product-auth/core/records";
import type { ErrorKind } from "../output/ending-of.js";

/** The command was understood, and the answer is no. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Errors that end with 1. */
export const REFUSALS: readonly ErrorKind[] = [
  Refused,
  ApplicationLimitError,
  ApplicationNotFoundError,
  ApplicationStateError,
  ProvisioningError,
  RepositoryConflictError,
];

/** The refusal of Entra ID, with what the operator can do. `id`: the application. */
export function refusalOf(error: ProvisioningError, id: string): Refused {
  return new Refused(`${provisioningText(error)}${hintFor(error, id)}`, { cause: error });
}

/** A problem with Entra ID in one line. */
export const provisioningText = ({
  finding,
  message,
}: {
  readonly finding?: string | undefined;
  readonly message: string;
}): string => (finding === undefined ? message : `${finding} ${message}`);

function hintFor({ reason, maximumDays = 0 }: ProvisioningError, id: string): string {
  if (reason === "two-secrets")
    return `: product-auth applications show ${id} lists them, remove-secret removes one`;
  if (reason === "already-shown") return "; without --operation a new secret is created";
  if (reason !== "secret-policy") return "";
  const days = Math.min(365, Math.floor(maximumDays));
  return days < 1 ? "; let the client use a certificate" : `; write --days ${days}`;
}
