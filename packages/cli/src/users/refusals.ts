import { RepositoryConflictError } from "@product-auth/core/records";
import { Misuse } from "../misuse.js";
import type { ErrorKind } from "../output/ending-of.js";

/** The command was understood, and the answer is no. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Errors that end with 1. */
export const REFUSALS: readonly ErrorKind[] = [Refused, RepositoryConflictError];

/** The refusal of an error of the portal's package, whose classes are not loaded here; any other error as it is. */
export async function orRefused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { code, reason, message } = error as {
      readonly code?: unknown;
      readonly reason?: unknown;
      readonly message?: unknown;
    };
    if (code === "PRODUCT_AUTH_USER_NOT_FOUND") throw new Refused("there is no such user", { cause: error });
    if (code === "PRODUCT_AUTH_INVALID_EMAIL")
      throw new Misuse("EMAIL is not an e-mail address: name@example.com", { cause: error });
    if (code !== "PRODUCT_AUTH_USER_ACT") throw error;
    const hint = reason === "last-administrator" ? ` ${RESTORE}` : "";
    throw new Refused(`${String(message)}${hint}`, { cause: error });
  }
}

const RESTORE = "product-auth users invite EMAIL --administrator invites one.";
