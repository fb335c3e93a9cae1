import {
  judgeAllowedClient,
  judgeCaller,
  judgeClaims,
  judgeNamesClient,
  judgeTime,
  joined,
  missing,
  missingScope,
  satisfies,
  type Missing,
} from "../../decision/judge-token.js";
import type { VerifiedToken } from "../../evidence/evidence.js";
import type { Finding } from "../../refusals/refusals.js";
import type { TokenPolicy } from "./token-policy.js";

/**
 * Judges a genuine token by a policy: times, audience, client, caller, roles, scopes, claims, allowed clients. Pure. `now` is
 * in milliseconds since 1970.
 */
export function judgePolicy(
  policy: TokenPolicy,
  token: VerifiedToken,
  now: number,
): Finding | Missing | undefined {
  const { clockTolerance, requireExpirationTime, caller, scopes, roles, requiredClaims, clients } = policy;
  if (requireExpirationTime && token.expiresAt === undefined)
    return { code: "token_claims", expected: "exp", actual: "nothing" };
  const flaw =
    judgeTime(clockTolerance, token, now / 1000) ??
    judgeAudience(policy, token) ??
    judgeNamesClient(token) ??
    (caller === undefined ? undefined : judgeCaller(caller, token));
  if (flaw !== undefined) return flaw;
  if (roles !== undefined && !satisfies(roles, token.roles))
    return missing("role_missing", roles, token.roles, needsOf(policy));
  if (scopes !== undefined && !satisfies(scopes, token.scopes))
    return missingScope(scopes, token, needsOf(policy));
  return judgeClaims(requiredClaims, token) ?? judgeAllowedClient(clients, token, "a client of the policy");
}

function judgeAudience(
  { audiences }: TokenPolicy,
  { profile, audience }: VerifiedToken,
): Finding | undefined {
  const known = audiences[profile];
  if (typeof audience === "string" ? known.has(audience) : hasAny(known, audience)) return undefined;
  return {
    code: "token_audience",
    expected: `an audience of the policy: ${joined([...known])}`,
    actual: joined([audience].flat()),
  };
}

// No closure for each judgement.
function hasAny(known: ReadonlySet<string>, values: readonly string[]): boolean {
  for (const value of values) if (known.has(value)) return true;
  return false;
}

const needsOf = ({ scopes, roles }: TokenPolicy): string[] => [
  ...(scopes?.values ?? []),
  ...(roles?.values ?? []),
];
