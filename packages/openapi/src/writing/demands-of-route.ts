import type { CredentialKind, KeyPlace } from "@product-auth/core";
import { OPEN, sorted, together, withoutSuperfluous, type Demands, type Need } from "../security/need.js";
import type { DescribedDemands, DescribedGuard, DescribedRoute } from "./described-route.js";

/** What a route demands, and where its keys are sent. */
export interface RouteDemands {
  readonly demands: Demands;
  /** The places of keys of its guards. */
  readonly keys: readonly KeyPlace[];
}

/** More alternatives than this come of many guards with many alternatives each. */
const MOST_ALTERNATIVES = 64;

/**
 * What a route demands: of every guard on the way one alternative. Undefined when the report cannot tell: a guard whose rule
 * is not available, or a path that may select several APIs.
 */
export function demandsOfRoute({ state, guards }: DescribedRoute): RouteDemands | undefined {
  if (guards.length === 0) return state === "guarded" ? undefined : { demands: OPEN, keys: [] };
  let passed: Passed = { ...OPEN, reads: [] };
  const keys: KeyPlace[] = [];
  for (const guard of guards) {
    const found = passedBy(guard);
    if (found === undefined) return undefined;
    passed = both(passed, found);
    if (passed.alternatives.length > MOST_ALTERNATIVES) return undefined;
    keys.push(guard.settled!.key);
  }
  const { alternatives, anonymous } = passed;
  return { demands: { alternatives, anonymous }, keys };
}

/** What passes guards, with the kinds of credential that they look at. */
interface Passed extends Demands {
  readonly reads: readonly CredentialKind[];
}

function passedBy({ settled, anyOf, ...own }: DescribedGuard): Passed | undefined {
  if (settled === undefined) return undefined;
  const { products, anyProduct, credentials, anonymous, alternatives, api } = settled;
  // An API in no product accepts keys for the API itself.
  const ofGuard = anyProduct || products.length === 0 ? undefined : products;
  const needs =
    alternatives === undefined || anyOf === undefined
      ? needsOf(own, credentials, ofGuard)
      : anyOf.flatMap((one, i) =>
          needsOf(one, alternatives[i] ?? [], one.products ?? (api === undefined ? undefined : ofGuard)),
        );
  return { alternatives: withoutSuperfluous(needs), anonymous, reads: credentials };
}

function needsOf(
  { scopes, roles, all }: DescribedDemands,
  credentials: readonly CredentialKind[],
  products: readonly string[] | undefined,
): readonly Need[] {
  const of = products === undefined ? {} : { products: sorted(products) };
  const bare = { ...of, scopes: [], roles: [] };
  if (all === true) return [{ ...bare, token: true, key: true }];
  return credentials.flatMap((kind): readonly Need[] =>
    kind === "key"
      ? [{ ...bare, token: false, key: true }]
      : choices(scopes).flatMap((ofScopes) =>
          choices(roles).map((ofRoles) => ({
            ...of,
            token: true,
            key: false,
            scopes: ofScopes,
            roles: ofRoles,
          })),
        ),
  );
}

/** The lists of names, of which a token must carry one. */
function choices(names: DescribedDemands["scopes"]): readonly (readonly string[])[] {
  if (names === undefined) return [[]];
  return names.mode === "all" ? [sorted(names.values)] : sorted(names.values).map((name) => [name]);
}

// An anonymous guard passes a request that has no credential of the kinds that it looks at.
function both(one: Passed, other: Passed): Passed {
  const passing = (needs: readonly Need[], { anonymous, reads }: Passed) =>
    anonymous
      ? needs.filter(({ token, key }) => !reads.some((kind) => (kind === "token" ? token : key)))
      : [];
  const all = [
    ...one.alternatives.flatMap((need) =>
      other.alternatives.flatMap((second) => together(need, second) ?? []),
    ),
    ...passing(one.alternatives, other),
    ...passing(other.alternatives, one),
  ];
  return {
    alternatives: withoutSuperfluous(all),
    anonymous: one.anonymous && other.anonymous,
    reads: [...new Set([...one.reads, ...other.reads])],
  };
}
