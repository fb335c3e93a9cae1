import type { PolicyHolder, PolicyHolderPlace } from "./policy-holders.js";
import type { AccessPolicies } from "./policies.js";
import type { ValidateJwtOptions } from "./validate-jwt.js";

/** A token policy as given. */
export interface GivenTokenPolicy extends PolicyHolderPlace {
  readonly index: number;
  readonly policy: ValidateJwtOptions;
}

/** The token policies of one place. `path` of each is that of the policy. */
export function tokenPoliciesAt({ policies, ...at }: PolicyHolder): readonly GivenTokenPolicy[] {
  const given = policies.validateJwt;
  if (given === undefined) return [];
  const list = isList(given) ? given : [given];
  return list.map((policy, index) => ({
    ...at,
    path: `${at.path}.validateJwt${isList(given) ? `[${index}]` : ""}`,
    index,
    policy,
  }));
}

const isList = (given: NonNullable<AccessPolicies["validateJwt"]>): given is readonly ValidateJwtOptions[] =>
  Array.isArray(given);
