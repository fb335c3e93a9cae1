import type { HoldingFinding } from "../report/holding-finding.js";
import type { ImportedApi, ImportedProduct } from "./configuration.js";

/**
 * Findings about links of products that cannot be read, with the APIs that they hold: calls without a key come to an API that
 * needs none, and an open product that contains it would add its rules. Without an open product a missing link opens nothing.
 */
export function withLinkedApis(
  apis: readonly ImportedApi[],
  products: readonly ImportedProduct[],
): (finding: HoldingFinding) => HoldingFinding {
  const isOpen = new Map(products.map(({ name, accepts }) => [name, accepts.includes("open")]));
  const exposed = apis
    .filter((api) => !api.subscriptionRequired && !api.products.some((name) => isOpen.get(name)))
    .map(({ name }) => `api:${name}`);
  return (finding) => {
    if (finding.holds === undefined) return finding;
    const holds = finding.holds.flatMap((held) => {
      if (!held.startsWith("links:")) return [held];
      // A product that is not in the input may be open.
      return (isOpen.get(held.slice("links:".length)) ?? true) ? exposed : [];
    });
    return { ...finding, holds };
  };
}
