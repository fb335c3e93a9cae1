import type { Problem } from "@product-auth/core";
import { replaceCatalogVariables, withoutValues, type Environment } from "@product-auth/core/catalog";
import type { CatalogSource } from "./catalog-source.js";

/** A catalog with the values of its variables, and what is wrong with it. */
export interface CheckedCatalog {
  readonly content: unknown;
  readonly problems: readonly Problem[];
}

/**
 * Replaces the variables of a catalog file and checks the result. A variable that is not set is a problem, and then nothing
 * else is checked. The export of a module stays as it is: the module reads the environment itself.
 */
export function checkedCatalog(
  { kind, content }: CatalogSource,
  env: Environment,
  problemsOf: (content: unknown) => readonly Problem[],
): CheckedCatalog {
  if (kind === "module") return { content, problems: problemsOf(content) };
  const replaced = replaceCatalogVariables(content, env);
  if (replaced.problems.length > 0) return replaced;
  return { content: replaced.content, problems: withoutValues(problemsOf(replaced.content), replaced) };
}
