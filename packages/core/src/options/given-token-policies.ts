import type { Problem } from "../lib/errors.js";
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

const MEMBERS = [
  "ipFilter",
  "checkHeader",
  "clientCertificate",
  "validateJwt",
  "custom",
  "rateLimit",
  "rateLimitByKey",
  "quota",
  "quotaByKey",
] as const;

/** The problems of members that are present and contain no policy. valibot's objects accept an empty list. */
export function emptyPolicies({ path, policies }: PolicyHolder): Problem[] {
  return MEMBERS.filter((name) => name in policies).flatMap((name): Problem[] => {
    const given: unknown = policies[name];
    const isEmpty = Array.isArray(given) && given.length === 0;
    if (given !== undefined && !isEmpty) return [];
    const fix = "write at least one policy, or leave it out";
    return [{ path: `${path}.${name}`, message: isEmpty ? "is empty" : "is undefined", fix }];
  });
}

const isList = (given: NonNullable<AccessPolicies["validateJwt"]>): given is readonly ValidateJwtOptions[] =>
  Array.isArray(given);
