import type { CatalogProduct } from "@product-auth/core";

/** What it takes to call a product, in words. */
export function credentialWords({ accepts, open }: CatalogProduct): string {
  if (open) return "None: everyone may call it.";
  if (accepts.token && accepts.key) return "A token from Microsoft Entra ID, or a subscription key.";
  return accepts.token ? "A token from Microsoft Entra ID." : "A subscription key.";
}
