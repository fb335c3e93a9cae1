import type { CustomPolicyOptions } from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";
import { mapped } from "./mapped.js";
import { nameOf } from "../writing/places.js";

/** A catalog with policies in code at its places, by the names of the places. */
export function withCustom(
  { products, apis = {}, policies, ...rest }: CatalogFile,
  custom: ReadonlyMap<string, readonly CustomPolicyOptions[]>,
): CatalogFile {
  const at = (place: string): { readonly custom?: readonly CustomPolicyOptions[] } => {
    const its = custom.get(place);
    return its === undefined ? {} : { custom: its };
  };
  const everywhere = { ...policies, ...at("global") };
  return {
    ...rest,
    products: mapped(products, (product, name) => ({ ...product, ...at(nameOf({ product: name })) })),
    apis: mapped(apis, (api, name) => ({
      ...api,
      ...at(nameOf({ api: name })),
      ...(api.operations !== undefined && {
        operations: mapped(api.operations, (operation, one) => ({
          ...operation,
          ...at(nameOf({ api: name, operation: one })),
        })),
      }),
    })),
    ...(Object.keys(everywhere).length > 0 && { policies: everywhere }),
  };
}
