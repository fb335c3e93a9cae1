import type { RequiredClaim } from "../../catalog/products.js";
import type { PolicyPlace } from "../../decision/decision.js";
import type { PolicyTokens } from "../../evidence/tokens/issuers/policy-issuer.js";
import type { Problem } from "../../lib/errors.js";
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

/** The policies of one requirement, in the order in which they are judged. Absent where there is none. */
export interface PolicyChain {
  readonly global: readonly TokenPolicy[];
  /** Of every product by its name: which one applies is known after the credential was judged. */
  readonly byProduct: ReadonlyMap<string, readonly TokenPolicy[]>;
  readonly api: readonly TokenPolicy[];
  readonly operation: readonly TokenPolicy[];
  readonly rule: readonly TokenPolicy[];
}

/** The policies of a catalog, and what settles those of a rule. */
export interface CatalogPolicies extends Pick<PolicyChain, "global" | "byProduct"> {
  readonly byApi: ReadonlyMap<string, readonly TokenPolicy[]>;
  /** By `{api}/{operation}`. */
  readonly byOperation: ReadonlyMap<string, readonly TokenPolicy[]>;
  /** Checks and settles the policies of a rule. `where`: the call or setting that contains it. */
  ofRule(
    rule: object,
    where: string,
  ): { readonly problems: readonly Problem[]; readonly policies: readonly TokenPolicy[] };
}

/** All policies of a catalog. */
export const policiesIn = (policies: CatalogPolicies | undefined): readonly TokenPolicy[] =>
  policies === undefined
    ? []
    : [
        ...policies.global,
        ...[policies.byProduct, policies.byApi, policies.byOperation].flatMap((map) =>
          [...map.values()].flat(),
        ),
      ];

/** Whether a policy applies to a method. The handler of GET answers HEAD, so a policy for GET includes it. */
export function appliesTo({ when }: TokenPolicy, method: string): boolean {
  if (when === undefined) return true;
  const listed = when.methods.has(method);
  return when.not ? !listed : listed || (method === "HEAD" && when.methods.has("GET"));
}
