import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import type { PortalContext } from "../portal-context.js";
import { visibleApi, visibleProduct } from "../people/visible.js";
import type { Viewer } from "../people/viewer.js";
import type { ConsoleSignInSettings } from "./settle-console.js";

/** A product whose tokens name an audience. */
export type TokenProduct = CatalogProduct & { readonly audience: string };

/** Whether users can get a token for a product. */
export const hasTokens = (product: CatalogProduct): product is TokenProduct =>
  product.accepts.token && product.audience !== undefined;

/** The API and the product of a request, if the viewer may find both, and the product contains the API. */
export function tokenTarget(
  { api: apiName, product: productName }: { readonly api: string; readonly product: string },
  viewer: Viewer,
  portal: PortalContext,
): { readonly api: CatalogApi; readonly product: TokenProduct } | undefined {
  const api = visibleApi(apiName, viewer, portal);
  const product = visibleProduct(productName, viewer, portal);
  if (api === undefined || product === undefined || !hasTokens(product)) return undefined;
  return api.products.includes(product.name) ? { api, product } : undefined;
}

/** The scope to ask for. Delegated tokens carry what was granted of it in `scp`. */
export function scopeOf(
  { name, audience, scopes }: TokenProduct,
  { isEntra, scopes: given }: Pick<ConsoleSignInSettings, "isEntra" | "scopes">,
): string {
  const wanted = given.get(name);
  if (!isEntra) return (wanted ?? scopes).join(" ");
  return (wanted ?? [".default"])
    .map((word) => (word.includes("/") ? word : `${audience}/${word}`))
    .join(" ");
}
