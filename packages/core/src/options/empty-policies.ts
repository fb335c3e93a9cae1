import type { Problem } from "../lib/errors.js";
import { policyForms, type ProductPolicies } from "./policies.js";
import type { PolicyHolder } from "./policy-holders.js";

/** Every kind of policy: a product may have all of them. */
const KINDS = Object.keys(policyForms.ofProduct) as readonly (keyof ProductPolicies)[];

/** The problems of members that are present and contain no policy. valibot's objects accept an empty list. */
export function emptyPolicies({ path, policies }: PolicyHolder): Problem[] {
  return KINDS.filter((name) => name in policies).flatMap((name): Problem[] => {
    const given: unknown = policies[name];
    const isEmpty = Array.isArray(given) && given.length === 0;
    if (given !== undefined && !isEmpty) return [];
    const fix = "write at least one policy, or leave it out";
    return [{ path: `${path}.${name}`, message: isEmpty ? "is empty" : "is undefined", fix }];
  });
}
