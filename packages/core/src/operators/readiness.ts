import type { LoadFailure, TokenHealth } from "../evidence/tokens/signed-token-validator.js";
import { ConfigurationError, UnavailableError, type Problem } from "../lib/errors.js";
import { loopbackOrigins } from "../lib/trustworthy-url.js";

/**
 * Throws when the keys of an issuer could not be loaded: `ConfigurationError` when an option is wrong, else
 * `UnavailableError`.
 */
export function throwUnlessLoaded(failures: readonly LoadFailure[]): void {
  // A tenant has a source per token version: one problem for both.
  const found = failures.flatMap((failure) => problemOf(failure) ?? []);
  const problems = found.filter(({ path }, i) => found.findIndex((other) => other.path === path) === i);
  if (problems.length > 0) throw new ConfigurationError(problems);
  const [failure] = failures;
  if (failure === undefined) return;
  throw new UnavailableError(`The issuer's keys cannot be fetched from ${failure.from}: ${failure.failure}`);
}

// An issuer that answers, and says that an option is wrong: trying again would not help.
function problemOf({ from, error, problem }: LoadFailure): Problem | undefined {
  if (error !== "invalid_tenant") return problem;
  const message = `is unknown to ${new URL(from).origin}`;
  const fix =
    "copy the directory (tenant) id from the Entra portal's overview page; the example apps read it from the environment variable AZURE_TENANT_ID";
  return { path: "tenantId", message, fix };
}

/** Reports settings with which the store of counters can lose counters. */
export function warnOfCounters(warnings: readonly string[]): void {
  for (const text of warnings) process.emitWarning(text, "ProductAuthCountersWarning");
}

/** Warns of issuers on this machine. Core does not read the environment, so it warns in production and development alike. */
export function warnOfLocalIssuers({ issuers }: TokenHealth): void {
  for (const origin of loopbackOrigins(issuers.map(({ from }) => from))) {
    const text = `Tokens of ${origin} are trusted, an issuer on this machine: for development and tests only`;
    process.emitWarning(text, { type: "ProductAuthWarning", code: "PRODUCT_AUTH_LOCAL_ISSUER" });
  }
}
