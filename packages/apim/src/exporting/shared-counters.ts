import type { CatalogFile } from "@product-auth/core/catalog";
import { placesIn } from "./places-in.js";
import type { WrittenLimit } from "./policies/limit-elements.js";

/**
 * Paths of limits that count together in the gateway, which has one counter for each value of a key, and apart in the
 * catalog.
 */
export function sharedCounters(catalog: CatalogFile): readonly string[] {
  const byKey = new Map<string, { readonly path: string; readonly counter: string }[]>();
  for (const { place, policies } of placesIn(catalog))
    for (const kind of ["rateLimitByKey", "quotaByKey"] as const)
      for (const [i, limit] of (policies[kind] ?? []).entries()) {
        const path = `${place.path}.${kind}[${i}]`;
        const key = JSON.stringify([kind, limit.counterKey]);
        byKey.set(key, [...(byKey.get(key) ?? []), { path, counter: counterOf(limit, path) }]);
      }
  return [...byKey.values()]
    .filter((limits) => limits.some(({ counter }) => counter !== limits[0]!.counter))
    .flatMap((limits) => limits.map(({ path }) => path));
}

const counterOf = ({ counterName }: WrittenLimit, path: string): string => counterName ?? path;
