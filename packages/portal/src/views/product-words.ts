import type { CatalogLimit, CatalogProduct } from "@product-auth/core";
import type { PortalContext } from "../portal-context.js";
import { catalogLimitWords } from "../texts/limit-words.js";

/** What it takes to call a product, in words. */
export function credentialWords({ accepts, open }: CatalogProduct): string {
  if (open) return "None: it admits every caller.";
  if (accepts.token && accepts.key) return "A token from Microsoft Entra ID, or a subscription key.";
  return accepts.token ? "A token from Microsoft Entra ID." : "A subscription key.";
}

/** The rates and quotas that calls of a product meet, in words: its own, those of its APIs, those of the instance. */
export function productLimitWords(product: CatalogProduct, portal: PortalContext): readonly string[] {
  const { apis } = portal.settings.auth.catalog;
  const api = (name: string) => apis.get(name)?.displayName ?? name;
  const words = productLimits(product, portal).map((limit) => catalogLimitWords(limit, { api }));
  return [...new Set(words)];
}

/** The same limits, each with the API that it is for. */
export function productLimits(product: CatalogProduct, { settings }: PortalContext): readonly CatalogLimit[] {
  const { apis, limits } = settings.auth.catalog;
  const ofApis = product.apis.flatMap((name) =>
    (apis.get(name)?.limits ?? []).map((limit) => ({ ...limit, api: limit.api ?? name })),
  );
  return [...product.limits, ...ofApis, ...limits];
}
