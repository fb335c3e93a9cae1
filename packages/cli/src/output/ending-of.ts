import { ConfigurationError } from "@product-auth/core";
import { RepositoryConflictError, SubscriptionNotFoundError } from "@product-auth/core/subscriptions";
import type { ExitCode } from "../command-io.js";
import { printable } from "../printable.js";

/** A class of errors. */
export type ErrorKind = abstract new (...args: never[]) => Error;

/** The errors that are answers about a subscription: it does not exist, or another one has its id. */
export const SUBSCRIPTION_REFUSALS: readonly ErrorKind[] = [
  SubscriptionNotFoundError,
  RepositoryConflictError,
];

/** The one-line message for an error, with the exit code: 1 for these errors, 2 for all others. */
export function endingOf(
  error: unknown,
  refusals: readonly ErrorKind[] = SUBSCRIPTION_REFUSALS,
): { readonly line: string; readonly exitCode: ExitCode } {
  const isRefused = refusals.some((kind) => error instanceof kind);
  return { line: printable(wordsOf(error).replaceAll(/\s*\n\s*/g, " ")), exitCode: isRefused ? 1 : 2 };
}

/** The words of an error. The error of a name with several addresses has them in its parts only. */
export function wordsOf(error: unknown): string {
  if (error instanceof ConfigurationError)
    return error.problems.map(({ path, message, fix }) => `${path} ${message}; ${fix}`).join(". ");
  if (error instanceof AggregateError && error.message === "") return error.errors.map(wordsOf).join(", ");
  if (!(error instanceof Error)) return String(error);
  return error.message === "" ? error.name : error.message;
}
