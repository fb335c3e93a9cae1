import {
  inOrder,
  NO_POLICIES,
  type CatalogPolicies,
  type PlacedPolicies,
} from "../policies/placed-policies.js";
import type { CheckedApis } from "./checked-apis.js";
import { settleCustom } from "./settle-custom.js";
import { settleConnection } from "./connection-policies.js";
import * as form from "./forms.js";
import { tokenPoliciesAt } from "./given-token-policies.js";
import { settleLimits } from "./settle-limits.js";
import type { PoliciesOptions } from "./policies.js";
import { policyHolders, type PolicyHolder, type PolicyHolders } from "./policy-holders.js";
import { settleTokenPolicy, type PolicyDefaults } from "./settle-token-policy.js";

/** Settles the policies of a catalog. */
export function settlePolicies(
  options: PolicyHolders,
  defaults: PolicyDefaults,
  ofRule: CatalogPolicies["ofRule"],
  checked?: CheckedApis,
): CatalogPolicies {
  const given = { options, wrong: [], ...(checked !== undefined && { checked }) };
  const settled = policyHolders(given).map((holder) => ({
    holder,
    policies: settleHolder(holder, defaults),
  }));
  const by = (nameOf: (holder: PolicyHolder) => string | undefined): ReadonlyMap<string, PlacedPolicies> =>
    new Map(
      settled.flatMap(({ holder, policies }) => {
        const name = nameOf(holder);
        return name === undefined ? [] : [[name, policies] as const];
      }),
    );
  return Object.freeze({
    global: settled.find(({ holder }) => holder.place === "global")?.policies ?? NO_POLICIES,
    byProduct: by(({ product }) => product),
    byApi: by(({ api, operation }) => (operation === undefined ? api : undefined)),
    byOperation: by(({ api, operation }) => (operation === undefined ? undefined : `${api!}/${operation}`)),
    ofRule,
  });
}

/** Settles the policies of one place, which were checked before. */
export function settleHolder(holder: PolicyHolder, defaults: PolicyDefaults): PlacedPolicies {
  const settled = {
    connection: settleConnection(holder, defaults.clientCertificates?.authorities?.length ?? 0),
    tokens: tokenPoliciesAt(holder).map((given) => settleTokenPolicy(given, defaults)),
    custom: settleCustom(holder),
    limits: settleLimits(holder),
  };
  return inOrder([settled]);
}

/** Takes the option itself; the policies are settled with those of products and APIs. */
export function settleInstancePolicies({ policies, ...left }: PoliciesOptions): void {
  form.nothingLeft(left);
  form.settledElsewhere(policies);
}
