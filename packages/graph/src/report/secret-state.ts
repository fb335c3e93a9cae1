import type { PasswordCredential } from "../directory/application.js";
import type { ReportedSecret } from "./report.js";

/** Milliseconds before its end when a secret counts as expiring. */
const EXPIRING = 30 * 86_400_000;

export function secretState({ end }: PasswordCredential, now: number): ReportedSecret["state"] {
  if (end <= now) return "expired";
  return end - now <= EXPIRING ? "expiring" : "active"; // no date: never ends
}

export function reportedSecret(secret: PasswordCredential, now: number): ReportedSecret {
  const { keyId, hint, displayName, end } = secret;
  return {
    keyId,
    hint: hint ?? null,
    displayName: displayName ?? null,
    endDateTime: Number.isNaN(end) ? "" : new Date(end).toISOString(),
    state: secretState(secret, now),
  };
}
