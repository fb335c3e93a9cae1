import type { ApisOptions } from "./apis.js";
import { problemsIn, soundEntries, uncheckedApis, type Given } from "./given.js";
import { POLICY_NAMES, type PoliciesOptions, type ProductPolicies } from "./policies.js";
import type { ProductsOptions } from "./products.js";

/** A place where policies stand. */
export interface PolicyHolderPlace {
  /** Path of the options that contain the policies. */
  readonly path: string;
  /** Where they stand, as in events. */
  readonly place: string;
  readonly product?: string;
  readonly api?: string;
  readonly operation?: string;
}

/** The policies of one place, as given. */
export interface PolicyHolder extends PolicyHolderPlace {
  /** What distinguishes the counters of this place from those of others. Default: `place`. */
  readonly counterPlace?: string;
  readonly policies: ProductPolicies;
}

/** The options that may contain policies. */
export type PolicyHolders = PoliciesOptions & ProductsOptions<string> & ApisOptions<string, string>;

/** The places with policies whose form is right, in the order of the options. Most APIs and operations have none. */
export function policyHolders(given: Given<PolicyHolders>): readonly PolicyHolder[] {
  const found: PolicyHolder[] = [];
  problemsIn(given, ["policies"], ({ policies }) => {
    if (policies !== undefined) found.push({ path: "policies", place: "global", policies });
    return [];
  });
  for (const [name, policies] of soundEntries(given, "products")) {
    if (!hasPolicies(policies)) continue;
    found.push({ path: `products.${name}`, place: `product:${name}`, product: name, policies });
  }
  for (const [name, policies] of uncheckedApis(given)) {
    if (hasPolicies(policies))
      found.push({ path: `apis.${name}`, place: `api:${name}`, api: name, policies });
    for (const [operation, ofOperation] of Object.entries(policies.operations ?? {})) {
      if (!hasPolicies(ofOperation)) continue;
      const path = `apis.${name}.operations.${operation}`;
      const place = `operation:${name}/${operation}`;
      found.push({ path, place, api: name, operation, policies: ofOperation });
    }
  }
  return found;
}

/** Whether options have a member that is a kind of policy. */
export const hasPolicies = (options: object): boolean => POLICY_NAMES.some((name) => name in options);
