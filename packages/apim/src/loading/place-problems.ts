import type { Problem } from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";
import type { WrittenRule } from "../writing/written-rule.js";

/** The rules whose place the catalog does not have: they would guard nothing. `before`: what stands before each path. */
export function placeProblems(
  rules: readonly WrittenRule[],
  { products, apis = {} }: Pick<CatalogFile, "products" | "apis">,
  before = "",
): readonly Problem[] {
  return rules.flatMap(({ place: { product, api, operation } }, i): readonly Problem[] => {
    const isThere = api === undefined || (Object.hasOwn(apis, api) && hasOperation(apis[api]!, operation));
    if (isThere && (product === undefined || Object.hasOwn(products, product))) return [];
    const message = "stands at a place that the catalog does not have";
    return [{ path: `${before}rules[${i}].place`, message, fix: "remove the rule, or repeat the import" }];
  });
}

const hasOperation = (api: { readonly operations?: object }, operation: string | undefined): boolean =>
  operation === undefined || Object.hasOwn(api.operations ?? {}, operation);
