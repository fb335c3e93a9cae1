import type { Problem } from "../lib/errors.js";
import type { ConnectionPolicy } from "./connection/connection-policy.js";
import type { CustomPolicy } from "./custom/custom-policy.js";
import type { LimitPolicy } from "./limits/limit-policy.js";
import type { TokenPolicy } from "./token/token-policy.js";

/** The policies that stand at one place, each kind in the order in which it is judged. Frozen. */
export interface PlacedPolicies {
  readonly connection: readonly ConnectionPolicy[];
  readonly tokens: readonly TokenPolicy[];
  readonly custom: readonly CustomPolicy[];
  readonly limits: readonly LimitPolicy[];
}

/** The policies of a catalog, and what settles those of a rule. */
export interface CatalogPolicies {
  readonly global: PlacedPolicies;
  readonly byProduct: ReadonlyMap<string, PlacedPolicies>;
  readonly byApi: ReadonlyMap<string, PlacedPolicies>;
  /** By `{api}/{operation}`. */
  readonly byOperation: ReadonlyMap<string, PlacedPolicies>;
  /** Checks and settles the policies of a rule. `where`: the call or setting that contains it. */
  ofRule(
    rule: object,
    where: string,
  ): { readonly problems: readonly Problem[]; readonly policies: PlacedPolicies };
}

const NONE: readonly never[] = Object.freeze([]);

/** No policies. */
export const NO_POLICIES: PlacedPolicies = Object.freeze({
  connection: NONE,
  tokens: NONE,
  custom: NONE,
  limits: NONE,
});

/** Whether there is no policy of any kind. */
export const isEmpty = ({ connection, tokens, custom, limits }: PlacedPolicies): boolean =>
  connection.length === 0 && tokens.length === 0 && custom.length === 0 && limits.length === 0;

/** Whether limits are the only policies: the usual case, which needs no other step. */
export const hasOnlyLimits = ({ connection, tokens, custom }: PlacedPolicies): boolean =>
  connection.length === 0 && tokens.length === 0 && custom.length === 0;

/** The policies of several places, kind by kind, in the order of the places. */
export function inOrder(places: readonly (PlacedPolicies | undefined)[]): PlacedPolicies {
  const found = places.filter((place) => place !== undefined && !isEmpty(place)) as PlacedPolicies[];
  if (found.length === 0) return NO_POLICIES;
  return Object.freeze({
    connection: found.flatMap(({ connection }) => connection),
    tokens: found.flatMap(({ tokens }) => tokens),
    custom: found.flatMap(({ custom }) => custom),
    limits: found.flatMap(({ limits }) => limits),
  });
}

/** All policies of a catalog. */
export const policiesIn = (policies: CatalogPolicies | undefined): PlacedPolicies =>
  policies === undefined
    ? NO_POLICIES
    : inOrder([
        policies.global,
        ...[policies.byProduct, policies.byApi, policies.byOperation].flatMap((map) => [...map.values()]),
      ]);
