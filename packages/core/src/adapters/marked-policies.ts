import type { PolicyPlace } from "../decision/decision.js";
import type { CustomPolicy } from "../policies/custom/custom-policy.js";
import type { TokenPolicy } from "../policies/token/token-policy.js";
import type { CompiledRule } from "../rules/rule.js";
import { markedLimits, type MarkedLimitPolicy } from "./marked-limits.js";
import { markedConnection, type MarkedConnectionPolicy } from "./marked-connection.js";

/** A policy of a guard, for route reports. */
export type MarkedPolicy =
  MarkedConnectionPolicy | MarkedTokenPolicy | MarkedCustomPolicy | MarkedLimitPolicy;

/** A token policy, for route reports. */
export interface MarkedTokenPolicy extends PolicyPlace {
  readonly kind: "validateJwt";
  readonly audiences: readonly string[];
  /** Rights that it demands, in words; `any client` when it demands none. */
  readonly demands: string;
  /** The methods that it applies to, or does not; absent: all. */
  readonly when?:
    { readonly method: readonly string[] } | { readonly not: { readonly method: readonly string[] } };
}

/** A policy of the application, for route reports. */
export interface MarkedCustomPolicy extends PolicyPlace {
  readonly kind: "custom";
}

/** The policies that may apply to a requirement, whichever of its products admits, in the order in which they are judged. */
export function markedPolicies({ chain, products }: CompiledRule): readonly MarkedPolicy[] {
  if (chain === undefined) return [];
  const { connection, tokens, custom, limits } = chain.all(products.map(({ name }) => name));
  return [
    ...markedConnection(connection),
    ...tokens.map(ofToken),
    ...custom.map(ofApplication),
    ...markedLimits(limits),
  ];
}

function ofToken(policy: TokenPolicy): MarkedTokenPolicy {
  const { place, audiences, when } = policy;
  const method = [...(when?.methods ?? [])];
  return {
    kind: "validateJwt",
    ...place,
    audiences: [...new Set(Object.values(audiences).flatMap((known) => [...known]))],
    demands: demandsOf(policy),
    ...(when !== undefined && { when: when.not ? { not: { method } } : { method } }),
  };
}

const ofApplication = ({ place }: CustomPolicy): MarkedCustomPolicy => ({ kind: "custom", ...place });

// An audience alone demands nothing of the client: any client of a tenant can get a token for it.
function demandsOf({ roles, scopes, requiredClaims, clients }: TokenPolicy): string {
  const parts = [roles, scopes].flatMap((demand) =>
    demand === undefined ? [] : [demand.values.join(demand.mode === "all" ? " and " : " or ")],
  );
  if (requiredClaims.length > 0) parts.push(`claims ${requiredClaims.map(({ name }) => name).join(" and ")}`);
  if (clients !== undefined) parts.push("listed clients");
  return parts.length === 0 ? "any client" : parts.join(", ");
}
