import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import { html, type Fragment } from "../../html/template.js";

/** Whether an API takes subscription keys, of its products or, where it is in none, its own. `products`: those that are shown. */
export const acceptsKey = (api: CatalogApi, products: readonly CatalogProduct[]): boolean =>
  api.products.length === 0 || products.some(({ accepts }) => accepts.key);

/** What it takes to call an API, with the places where it is sent. */
export function credentialTerms(
  api: CatalogApi,
  products: readonly CatalogProduct[],
): readonly (readonly [term: string, description: Fragment])[] {
  const scopes = products.flatMap(({ accepts, audience, displayName }) =>
    accepts.token && audience !== undefined ? [{ scope: `${audience}/.default`, displayName }] : [],
  );
  const { open, key } = api;
  return [
    ["No credential", open && "Every caller may call it."],
    [
      "Subscription key",
      acceptsKey(api, products) &&
        html`Header field <code>${key.header}</code>, or query parameter <code>${key.query}</code>`,
    ],
    [
      "Token",
      products.some(({ accepts }) => accepts.token) &&
        html`<code>Authorization: Bearer</code> with a token from Microsoft Entra
          ID${scopes.map(
            ({ scope, displayName }, i) =>
              html`${i === 0 ? ", scope " : ", or "}<code>${scope}</code>${scopes.length > 1 && ` (${displayName})`}`,
          )}`,
    ],
  ];
}
