import type { PlaceName, Standing } from "../writing/places.js";
import { nameOf } from "../writing/places.js";

/** A place of a catalog, and where it stands in the file. */
export interface CatalogPlace {
  readonly standing: Standing;
  readonly name: PlaceName;
  /** `apis.orders.operations.list`. */
  readonly path: string;
}

/** The whole instance: its policies stand in `policies`. */
export const GLOBAL: CatalogPlace = { standing: {}, name: "global", path: "policies" };

export const productPlace = (product: string): CatalogPlace => placeOf({ product }, `products.${product}`);
export const apiPlace = (api: string): CatalogPlace => placeOf({ api }, `apis.${api}`);
export const operationPlace = (api: string, operation: string): CatalogPlace =>
  placeOf({ api, operation }, `apis.${api}.operations.${operation}`);

const placeOf = (standing: Standing, path: string): CatalogPlace => ({
  standing,
  name: nameOf(standing),
  path,
});
