import type { ApiOptions, ProductOptions } from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";
import type { PoliciesOfPlace } from "./place-policies.js";
import { apiPlace, GLOBAL, operationPlace, productPlace, type CatalogPlace } from "./place.js";
import type { WrittenLimit } from "./policies/limit-elements.js";

/** A place with its policies. */
export interface PlaceInCatalog {
  readonly place: CatalogPlace;
  readonly policies: PoliciesOfPlace;
  /** Whether every call that comes there has a subscription key. */
  readonly haveKeys: boolean;
  /** Whether the API has a second `rateLimit` for this operation. */
  readonly hasSecondLimit?: true;
}

/** All places of a catalog, broad ones first. */
export function placesIn(catalog: CatalogFile): readonly PlaceInCatalog[] {
  const { products, apis = {}, policies = {} } = catalog;
  const productsWithKeys = new Set(
    Object.entries(products).flatMap(([name, product]) => (takesKeysOnly(product) ? [name] : [])),
  );
  const withKeys = (api: ApiOptions) =>
    api.subscriptionRequired !== false && (api.products ?? []).every((name) => productsWithKeys.has(name));
  return [
    {
      ...{ place: GLOBAL, policies: written(policies) },
      haveKeys: productsWithKeys.size === Object.keys(products).length && Object.values(apis).every(withKeys),
    },
    ...Object.entries(products).map(([name, product]) => ({
      ...{ place: productPlace(name), policies: written(product), haveKeys: productsWithKeys.has(name) },
    })),
    ...Object.entries(apis).flatMap(([name, api]) => [
      { place: apiPlace(name), policies: written(api), haveKeys: withKeys(api) },
      ...Object.entries(api.operations ?? {}).map(([operation, policies]) => ({
        ...{ place: operationPlace(name, operation), haveKeys: withKeys(api) },
        ...withLimitOfApi(operation, written(policies), written(api)),
      })),
    ]),
  ];
}

const takesKeysOnly = ({ accepts = ["token"] }: ProductOptions): boolean =>
  accepts.every((kind) => kind === "key");

// A file has no functions, and texts with variables where the options have numbers.
const written = (policies: object): PoliciesOfPlace => policies as PoliciesOfPlace;

// The gateway has no element for it in the API's document.
function withLimitOfApi(
  operation: string,
  policies: PoliciesOfPlace,
  api: PoliciesOfPlace,
): Pick<PlaceInCatalog, "policies" | "hasSecondLimit"> {
  const { operations = {}, per } = api.rateLimit ?? {};
  const limit = Object.hasOwn(operations, operation) ? (operations[operation] as WrittenLimit) : undefined;
  if (limit === undefined) return { policies };
  if (policies.rateLimit !== undefined) return { policies, hasSecondLimit: true };
  return { policies: { ...policies, rateLimit: { ...limit, ...(per !== undefined && { per }) } } };
}
