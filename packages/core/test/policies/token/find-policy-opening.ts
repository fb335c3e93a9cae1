import {
  ConfigurationError,
  createProductAuth,
  type Access,
  type AccessPolicies,
  type Decision,
  type ProductAuth,
  type Requirement,
} from "#src/index.js";
import { viewOf } from "../../request/view-of.js";
import type { Addition, Catalog } from "./policy-catalogs.js";
import { headersOf, PRESENTED, type Presented } from "./policy-world.js";

const REQUESTS = ["/shop", "/shop/admin"].flatMap((path) =>
  ["GET", "POST"].map((method) => ({ path, method })),
);

/** Result of a search: a request that a change admits, in words; or how many requests were compared and admitted. */
export interface Searched {
  readonly opening?: string;
  readonly admitted: number;
  /** Requests that were refused by a policy of the product taken out, and are admitted without it. */
  readonly byAnother: number;
}

/** Whether a request may be admitted, given one decision of before. */
type Allowed = boolean | "by another";

interface Guarded {
  readonly auth: ProductAuth<string, string>;
  readonly guards: readonly (Requirement | undefined)[];
}

function guarded({ options, rules }: Catalog): Guarded | undefined {
  const auth = started(() => createProductAuth<string, string>(options));
  if (auth === undefined) return undefined;
  return { auth, guards: [auth.anyProduct, ...rules.map((rule) => started(() => auth.requirement(rule)))] };
}

function started<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

/** Adds a policy behind those of its place, and looks for a request that only the new catalog admits. Undefined when one does not start. */
export function openingByAddition(before: Catalog, { at, policy }: Addition): Searched | undefined {
  const after = structuredCloneOf(before);
  const place = at.split(".").reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], {
    ...after.options,
    rules: after.rules,
  });
  if (place === undefined) return undefined;
  const holder = place as { validateJwt?: AccessPolicies["validateJwt"] };
  holder.validateJwt = [...[holder.validateJwt ?? []].flat(), policy];
  return searched(
    before,
    after,
    (was, { product }) => was.outcome === "admit" && was.access.product === product,
  );
}

/**
 * Takes a product out of the catalog, which ends the rules that name it, and looks for a request that only the new catalog
 * admits. A request that a policy of the product refused may be admitted by another product with its own policies, or by
 * an API that requires no subscription. Where no product accepts tokens any more, a token needs to satisfy policies only.
 */
export function openingByRemoval(before: Catalog, product: string): Searched | undefined {
  const after = structuredCloneOf(before);
  delete (after.options.products as Record<string, unknown>)[product];
  const owners = [...Object.values(after.options.apis ?? {}), ...(after.options.issuers ?? [])];
  for (const owner of owners as { products?: string[] }[])
    if (owner.products !== undefined) owner.products = owner.products.filter((name) => name !== product);
  return searched(before, after, (was, { product: now, credential }, less, presented) => {
    if (was.outcome === "admit") return true;
    const isByKey = credential === "key" || credential === "none";
    // No product reads the token any more, so it serves policies only, and the credential beside it was good before.
    if (isByKey && less.token !== presented.token && was.policy !== undefined) return true;
    if (was.policy?.place !== `product:${product}`) return false;
    return now !== undefined || credential === "none" ? "by another" : false;
  });
}

// The store is shared: it is no plain data.
function structuredCloneOf({ options: { subscriptions, ...options }, rules }: Catalog): Catalog {
  return {
    options: { ...structuredClone(options), subscriptions: subscriptions! },
    rules: structuredClone(rules),
  };
}

function searched(
  before: Catalog,
  after: Catalog,
  isAllowed: (
    was: Decision<string>,
    now: Access<string | undefined>,
    less: Presented,
    presented: Presented,
  ) => Allowed,
): Searched | undefined {
  const [more, fewer] = [guarded(before), guarded(after)];
  if (more === undefined || fewer === undefined) return undefined;
  let admitted = 0;
  let byAnother = 0;
  for (const [i, guard] of more.guards.entries()) {
    const changed = fewer.guards[i];
    if (guard === undefined || changed === undefined) continue;
    for (const request of REQUESTS)
      for (const presented of PRESENTED) {
        const view = viewOf(headersOf(presented), request);
        const now = decided(fewer.auth, view, changed);
        if (now.outcome !== "admit") continue;
        admitted += 1;
        const allowed = withLess(presented).reduce<Allowed>((known, less) => {
          if (known === true) return known;
          const was = decided(more.auth, viewOf(headersOf(less), request), guard);
          return isAllowed(was, now.access, less, presented) || known;
        }, false);
        if (allowed === "by another") byAnother += 1;
        if (allowed === false) {
          const was = decided(more.auth, view, guard);
          const found = { guard: guard.rule, request, presented, was, now: now.access.product };
          return { opening: JSON.stringify(found), admitted, byAnother };
        }
      }
  }
  return { admitted, byAnother };
}

// A kind of credential that no product accepts any more is not read: the caller could have sent less before.
function withLess({ key, token, user }: Presented): readonly Presented[] {
  const parts = [{ key }, { token }, { user }].filter((part) => Object.values(part)[0] !== undefined);
  return Array.from(
    { length: 2 ** parts.length },
    (_, set) => Object.assign({}, ...parts.filter((_part, i) => (set >> i) % 2 === 0)) as Presented,
  );
}

function decided(
  auth: ProductAuth<string, string>,
  view: ReturnType<typeof viewOf>,
  guard: Requirement,
): Decision<string> {
  const decision = auth.authorize(view, guard);
  if (decision instanceof Promise) throw new Error("all keys are given: nothing is awaited");
  return decision;
}
