import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import type { PortalContext } from "../portal-context.js";
import { visibleApi, visibleProduct } from "../people/visible.js";
import type { Viewer } from "../people/viewer.js";
import type { ConsoleSignInSettings } from "./settle-console.js";

/** Whether tokens for an audience of the product open it. */
export const hasTokens = (product: CatalogProduct): boolean =>
  product.accepts.token && product.audience !== undefined;

/** The API, the product and the scope of a request, if the viewer may find both, and the product contains the API. */
export function tokenTarget(
  { api: apiName, product: productName }: { readonly api: string; readonly product: string },
  viewer: Viewer,
  portal: PortalContext,
): { readonly api: CatalogApi; readonly product: CatalogProduct; readonly scope: string } | undefined {
  const { consoleSignIn } = portal;
  const api = visibleApi(apiName, viewer, portal);
  const product = visibleProduct(productName, viewer, portal);
  if (consoleSignIn === undefined || api === undefined || product === undefined) return undefined;
  const scope = scopeOf(product, consoleSignIn.settings);
  return scope !== undefined && api.products.includes(product.name) ? { api, product, scope } : undefined;
}

/**
 * The scope to ask for; undefined when there is no token to get. Delegated tokens carry what was granted of it in `scp`. A product
 * that only a key opens may demand a token by a policy: then the option names the whole scopes.
 */
export function scopeOf(
  product: CatalogProduct,
  { isEntra, scopes: given }: Pick<ConsoleSignInSettings, "isEntra" | "scopes">,
): string | undefined {
  const { name, scopes } = product;
  const wanted = given.get(name);
  const audience = hasTokens(product) ? product.audience : undefined;
  // Another issuer is asked for the audience itself (RFC 8707).
  if (!isEntra) return audience === undefined ? undefined : (wanted ?? scopes).join(" ");
  const words = wanted ?? [".default"];
  if (audience === undefined && !words.every(isWhole)) return undefined;
  return words.map((word) => (isWhole(word) ? word : `${audience}/${word}`)).join(" ");
}

/** Whether a scope of Entra ID names its audience. */
export const isWhole = (scope: string): boolean => scope.includes("/");
