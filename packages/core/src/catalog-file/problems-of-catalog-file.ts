import type { Problem } from "../lib/errors.js";
import { own, type JsonObject } from "../lib/json-object.js";
import { replaceCatalogVariables, withoutValues, type CatalogVariables } from "./catalog-variables.js";
import { problemsOfCatalog } from "../options/check.js";

/** Options of `problemsOfCatalogFile`. */
export interface CatalogProblemsOptions extends CatalogVariables {
  /**
   * `optional`: no problem where a product lacks an audience although it has an app role, because provisioning writes the
   * audience. Default `required`.
   */
  readonly audiences?: "required" | "optional";
}

/**
 * Every problem of a parsed catalog, as `readCatalog` throws them, but without positions in a text. The content of the
 * member `provision` is not checked. An empty list: `readCatalog` accepts the catalog.
 */
export function problemsOfCatalogFile(
  content: unknown,
  { audiences = "required", env }: CatalogProblemsOptions = {},
): readonly Problem[] {
  const replaced = replaceCatalogVariables(content, env);
  if (replaced.problems.length > 0) return replaced.problems;
  const problems = withoutValues(problemsOfCatalog(replaced.content), replaced);
  if (audiences === "required") return problems;
  const products = membersOf(own(Object(content) as JsonObject, "products"));
  // A product without an app role is not provisioned, and so it keeps its problem.
  const written = new Set(
    products
      .filter(([, product]) => own(Object(product) as JsonObject, "role") !== false)
      .map(([name]) => `products.${name}.audience`),
  );
  return problems.filter(({ path, message }) => !(message === "is missing" && written.has(path)));
}

const membersOf = (value: unknown) => Object.entries(Object(value) as JsonObject);
