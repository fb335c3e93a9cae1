import type { HoldingFinding } from "../report/holding-finding.js";
import type { ImportedApi, ImportedProduct } from "./configuration.js";

/** APIs that a catalog cannot tell apart: both are held back, because a request could meet the rules of the other one. */
export function samePaths(apis: readonly ImportedApi[]): readonly HoldingFinding[] {
  const counts = new Map<string, number>();
  for (const { path } of apis) counts.set(path.toLowerCase(), (counts.get(path.toLowerCase()) ?? 0) + 1);
  return apis
    .filter(({ path }) => (counts.get(path.toLowerCase()) ?? 0) > 1)
    .map(({ name, at }) => ({
      severity: "lost",
      code: "same-path",
      at,
      text: "Another API has the same path; only a header or a query parameter tells them apart.",
      holds: [`api:${name}`],
    }));
}

/** APIs that stand in more than one product without subscription: it is open which policies a call without key meets. */
export function twoOpenProducts(
  apis: readonly ImportedApi[],
  products: readonly ImportedProduct[],
): readonly HoldingFinding[] {
  const open = new Set(products.filter(({ accepts }) => accepts.includes("open")).map(({ name }) => name));
  return apis
    .filter((api) => api.products.filter((name) => open.has(name)).length > 1)
    .map(({ name, at }) => ({
      severity: "lost",
      code: "two-open-products",
      at,
      text: "The API stands in more than one open product.",
      holds: [`api:${name}`],
    }));
}

/** Products without an API: a key for one opens nothing. */
export function emptyProducts(
  products: readonly ImportedProduct[],
  apis: readonly ImportedApi[],
): readonly HoldingFinding[] {
  const used = new Set(apis.flatMap((api) => api.products));
  return products
    .filter(({ name }) => !used.has(name))
    .map(({ at }) => ({ severity: "info", code: "empty-product", at, text: "The product holds no API." }));
}
