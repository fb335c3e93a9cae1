import type { Problem } from "../lib/errors.js";
import type { AccessPolicies, PoliciesOptions, ValidateJwtOptions } from "./policies.js";
import type { ApisOptions } from "./apis.js";
import { problemsIn, soundEntries, type Given } from "./given.js";
import type { ProductsOptions } from "./products.js";

/** A token policy as given. */
export interface GivenPolicy {
  /** Path of the options of the policy. */
  readonly path: string;
  /** Where it stands, as in events. */
  readonly place: string;
  readonly index: number;
  readonly policy: ValidateJwtOptions;
  readonly product?: string;
  readonly api?: string;
  readonly operation?: string;
}

/** The options that may contain policies. */
export type PolicyHolders = PoliciesOptions & ProductsOptions<string> & ApisOptions<string, string>;

/** All token policies of the options whose form is right, in the order of the options. */
export function givenPolicies(given: Given<PolicyHolders>): readonly GivenPolicy[] {
  const found: GivenPolicy[] = [];
  problemsIn(given, ["policies"], ({ policies }) => {
    found.push(...policiesAt(policies, { path: "policies", place: "global" }));
    return [];
  });
  for (const [name, product] of soundEntries(given, "products")) {
    found.push(...policiesAt(product, { path: `products.${name}`, place: `product:${name}`, product: name }));
  }
  for (const [name, api] of soundEntries(given, "apis")) {
    found.push(...policiesAt(api, { path: `apis.${name}`, place: `api:${name}`, api: name }));
    for (const [operation, options] of Object.entries(api.operations ?? {})) {
      const path = `apis.${name}.operations.${operation}`;
      const at = { path, place: `operation:${name}/${operation}`, api: name, operation };
      found.push(...policiesAt(options, at));
    }
  }
  return found;
}

/** The policies of one holder. */
export function policiesAt(
  holder: AccessPolicies | undefined,
  at: Omit<GivenPolicy, "index" | "policy">,
): readonly GivenPolicy[] {
  const given = holder?.validateJwt;
  if (given === undefined) return [];
  const list = isList(given) ? given : [given];
  return list.map((policy, index) => ({
    ...at,
    path: `${at.path}.validateJwt${isList(given) ? `[${index}]` : ""}`,
    index,
    policy,
  }));
}

/** The problem of a member that is present and contains no policy. valibot's objects accept an empty list. */
export function emptyPolicies(path: string, holder: object): Problem[] {
  if (!("validateJwt" in holder)) return [];
  const { validateJwt: given } = holder;
  const isEmpty = Array.isArray(given) && given.length === 0;
  if (given !== undefined && !isEmpty) return [];
  const fix = "write at least one policy, or leave it out";
  return [{ path: `${path}.validateJwt`, message: isEmpty ? "is empty" : "is undefined", fix }];
}

const isList = (given: NonNullable<AccessPolicies["validateJwt"]>): given is readonly ValidateJwtOptions[] =>
  Array.isArray(given);
