import type { Problem } from "../lib/errors.js";
import { POLICY_NAMES } from "./policies.js";
import type { PolicyHolder } from "./policy-holders.js";

/** The problems of members that are present and contain no policy. valibot's objects accept an empty list. */
export function emptyPolicies({ path, policies }: PolicyHolder): Problem[] {
  return POLICY_NAMES.filter((name) => name in policies).flatMap((name): Problem[] => {
    const given: unknown = policies[name];
    const isEmpty = Array.isArray(given) && given.length === 0;
    if (given !== undefined && !isEmpty) return [];
    const fix = "write at least one policy, or leave it out";
    return [{ path: `${path}.${name}`, message: isEmpty ? "is empty" : "is undefined", fix }];
  });
}
