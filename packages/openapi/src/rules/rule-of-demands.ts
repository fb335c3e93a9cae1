import type { Alternative, Rule } from "@product-auth/core";
import type { Need } from "../security/need.js";

/** The rule that demands one of these alternatives, of which there is at least one. */
export function ruleOfAlternatives(needs: readonly Need[]): Rule {
  const [first, ...others] = mergedNames(needs.map(alternativeOf));
  return others.length === 0 ? first! : { anyOf: [first!, ...others] };
}

function alternativeOf({ products, token, key, scopes, roles }: Need): Alternative {
  const rights = scopes.length + roles.length > 0;
  return {
    ...(products !== undefined && { product: products.length === 1 ? products[0]! : products }),
    ...(token && key && { all: true }),
    // Scopes and roles alone refuse keys.
    ...(token !== key && !rights && { accepts: [token ? "token" : "key"] as const }),
    ...(scopes.length > 0 && { scopes }),
    ...(roles.length > 0 && { roles }),
  };
}

// Alternatives that differ in one scope, or in one role, are one alternative with any of them: a rule has at most eight.
function mergedNames(alternatives: readonly Alternative[]): readonly Alternative[] {
  const groups = new Map<string, Alternative[]>();
  for (const alternative of alternatives) {
    const name = loneName(alternative);
    const key =
      name === undefined ? `alone ${groups.size}` : JSON.stringify({ ...alternative, [name]: name });
    groups.set(key, [...(groups.get(key) ?? []), alternative]);
  }
  return [...groups.values()].map((group) => {
    const name = loneName(group[0]!);
    if (name === undefined || group.length === 1) return group[0]!;
    return { ...group[0]!, [name]: { any: group.flatMap((one) => one[name] as readonly string[]) } };
  });
}

/** `scopes` or else `roles`, when an alternative demands one name of it. What it demands besides is in the key of its group. */
function loneName({ scopes, roles }: Alternative): "scopes" | "roles" | undefined {
  if (scopes !== undefined) return listed(scopes) === 1 ? "scopes" : undefined;
  return roles !== undefined && listed(roles) === 1 ? "roles" : undefined;
}

const listed = (demand: NonNullable<Alternative["scopes"]>): number => (demand as readonly string[]).length;
