import type { Problem } from "@product-auth/core";

/**
 * What is wrong with a catalog that is provisioned: with what core refuses, but for missing audiences, and with the member
 * `provision`. An empty list: `planCatalog` accepts it.
 */
export function problemsOfProvision(_catalog: unknown): readonly Problem[] {
  return [];
}
