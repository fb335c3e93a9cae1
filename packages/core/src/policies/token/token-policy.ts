import type { RequiredClaim } from "../../catalog/products.js";
import type { PolicyPlace } from "../../decision/decision.js";
import type { PolicyTokens } from "../../evidence/tokens/issuers/policy-issuer.js";
import type { TokenPlace } from "../../request/token-place.js";
import type { NormalizedDemand } from "../../rules/demand.js";

/** A `validateJwt` with every default filled in. Frozen. */
export interface TokenPolicy extends PolicyTokens {
  readonly place: PolicyPlace;
  readonly tokenPlace: TokenPlace;
  /** Client applications that may call; undefined: all. */
  readonly clients: ReadonlySet<string> | undefined;
  readonly requiredClaims: readonly RequiredClaim[];
  readonly scopes: NormalizedDemand | undefined;
  readonly roles: NormalizedDemand | undefined;
  readonly caller: "app-only" | "delegated" | undefined;
  /** Seconds. */
  readonly clockTolerance: number;
  /** Whether a token without `exp` is refused here, whatever its issuer says. */
  readonly requireExpirationTime: boolean;
  readonly failedStatus: number | undefined;
  readonly failedMessage: string | undefined;
  /** The methods that it applies to; undefined: all. */
  readonly when: { readonly not: boolean; readonly methods: ReadonlySet<string> } | undefined;
}

/** Whether a policy applies to a method. The handler of GET answers HEAD, so a policy for GET includes it. */
export function appliesTo({ when }: TokenPolicy, method: string): boolean {
  if (when === undefined) return true;
  const listed = when.methods.has(method);
  return when.not ? !listed : listed || (method === "HEAD" && when.methods.has("GET"));
}
