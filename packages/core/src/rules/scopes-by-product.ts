import type { CompiledRule } from "./rule.js";

/** The delegated scopes that rules name, by product. Each alternative of `anyOf` counts as a rule. */
export function scopesByProduct(rules: readonly CompiledRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { scopes, products } of rules.flatMap(alternativesOf)) {
    if (scopes === undefined) continue;
    for (const { name, accepts } of products) {
      if (!accepts.token) continue;
      const known = found.get(name) ?? new Set();
      found.set(name, known);
      for (const scope of scopes.values) known.add(scope);
    }
  }
  return found;
}

/** Whether a rule names scopes. */
export const namesScopes = (rule: CompiledRule): boolean =>
  alternativesOf(rule).some(({ scopes }) => scopes !== undefined);

const alternativesOf = (rule: CompiledRule): readonly CompiledRule[] => rule.alternatives ?? [rule];
