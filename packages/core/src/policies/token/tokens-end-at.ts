import type { TokenEvidence } from "../../evidence/evidence.js";
import type { Awaitable } from "../../lib/awaitable.js";
import { appliesTo, type TokenPolicy } from "./token-policy.js";

/**
 * When the first of the tokens that policies have admitted expires, in milliseconds since 1970, the policy's clock tolerance
 * included; Infinity when none does. For open connections: a request is judged once.
 */
export function tokensEndAt(
  policies: readonly TokenPolicy[],
  method: string,
  examine: (policy: TokenPolicy) => Awaitable<TokenEvidence>,
): number {
  let end = Infinity;
  for (const policy of policies) {
    if (!appliesTo(policy, method)) continue;
    const found = examine(policy);
    // Evidence about an admitted request has already been collected.
    if (found instanceof Promise || found.kind !== "good") continue;
    const { expiresAt } = found.token;
    if (expiresAt !== undefined) end = Math.min(end, (expiresAt + policy.clockTolerance) * 1000);
  }
  return end;
}
