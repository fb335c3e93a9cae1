import type { ApiOptions, ProductOptions } from "@product-auth/core";
import type { CatalogFile } from "@product-auth/core/catalog";
import type { Losses } from "../losses.js";
import { productPlace } from "../place.js";
import { isUnsayable } from "../policies/sayable.js";
import { productAccess, type ProductAccess } from "./product-access.js";
import { productFiles } from "./product-files.js";

/** Products that are written, and their files. */
export interface ExportedProducts {
  readonly exported: Readonly<Record<string, ProductOptions>>;
  /** Names of those that are decided about as in the catalog where a call has no credential. */
  readonly alike: ReadonlySet<string>;
  readonly files: readonly (readonly [path: string, text: string])[];
}

/** Writes the products. The gateway ignores case in names: of two that are alike the second is left out. */
export function exportProducts(
  { products }: CatalogFile,
  apis: ReadonlyMap<string, ApiOptions>,
  losses: Losses,
): ExportedProducts {
  const exported = new Map<string, ProductOptions>();
  const alike = new Set<string>();
  const names = new Set<string>();
  const files = Object.entries(products).flatMap(([name, product]) => {
    const place = productPlace(name);
    if (names.has(name.toLowerCase())) {
      losses.lost("export-name", place, place.path, "Another product has this name, save for the case.");
      return [];
    }
    names.add(name.toLowerCase());
    exported.set(name, product);
    const access = productAccess(product);
    if (isUnsayable(access)) losses.lost("export-product", place, `${place.path}.accepts`, access.unsayable);
    const { properties, differences } = isUnsayable(access) ? CLOSED : access;
    const isOpen = product.accepts?.includes("open") ?? false;
    if (!isUnsayable(access) && isOpen !== properties["subscriptionRequired"]) alike.add(name);
    for (const difference of differences) losses.differs("export-product", place.path, difference);
    const its = [...apis].filter(([, api]) => api.products?.includes(name) ?? false).map(([api]) => api);
    return productFiles(name, product, { access: properties, apis: its });
  });
  return { exported: Object.fromEntries(exported), alike, files };
}

/** Of a product whose policy document refuses every call. */
const CLOSED: ProductAccess = { properties: { subscriptionRequired: true }, differences: [] };
