import { ProvisioningError, type ProvisioningReason } from "@product-auth/core/clients";
import type { FailureFacts, GraphFailure } from "../client/graph-failure.js";
import { findingOfFailure, type Purpose } from "../findings/finding-of-failure.js";

/** A failed call as the administration of client applications tells failures apart. */
export function provisioningErrorOf(failure: GraphFailure, at: string, purpose: Purpose): ProvisioningError {
  const { facts } = failure;
  const { code, message } = findingOfFailure(failure, at, purpose);
  const maximumDays = maximumDaysOf(facts);
  return new ProvisioningError(reasonOf(facts), message, {
    finding: code,
    ...(facts.retryAfter !== undefined && { retryAfter: facts.retryAfter }),
    ...(maximumDays !== undefined && { maximumDays }),
  });
}

function reasonOf({ reason, status, code = "" }: FailureFacts): ProvisioningReason {
  switch (reason) {
    case "throttled":
    case "unavailable":
    case "invalid answer":
    case "stopped":
      return "unavailable";
    case "not visible":
      return "not-ready";
    case "name taken":
      return "conflict";
    case "no token":
    case "unauthorized":
      return "refused";
    case "refused":
      if (code.endsWith("AsPerAppPolicy")) return "secret-policy";
      if (status === 404) return "not-found";
      // Another caller keeps changing the object, or the server fails: later it may work.
      return status === 409 || status === 412 || (status ?? 0) >= 500 ? "unavailable" : "refused";
  }
}

/** The longest lifetime in Graph's text, in days; 0 when the policy forbids secrets. */
function maximumDaysOf({ code, text = "" }: FailureFacts): number | undefined {
  if (code === "CredentialTypeNotAllowedAsPerAppPolicy") return 0;
  if (code !== "CredentialInvalidLifetimeAsPerAppPolicy") return undefined;
  const days = /(?:^|[^0-9])([1-9][0-9]{0,3})(?:\.0+)? ?days?|P([1-9][0-9]{0,3})D/i.exec(text);
  return days === null ? undefined : Number(days[1] ?? days[2]);
}
