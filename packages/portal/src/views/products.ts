import type { CatalogProduct } from "@product-auth/core";
import { tokenScopeOf } from "../applications/linkable.js";
import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { descriptionOf, markdown } from "../html/markdown.js";
import { termList } from "../html/table.js";
import { html, type Fragment } from "../html/template.js";
import { notFound, page } from "../http/reply.js";
import { listedData, productData } from "../json/catalog-data.js";
import { listData } from "../json/list-data.js";
import { listedApi, listedProduct } from "./listed.js";
import { credentialWords, productLimitWords } from "./product-words.js";
import { registerLink } from "./applications/register-link.js";
import { subscribeLink } from "./subscribe-link.js";
import type { PortalContext } from "../portal-context.js";
import { visibleCatalog, visibleProduct } from "../people/visible.js";

/** `/products`: every product that the viewer may find. */
export const productsPage: View = ({ viewer }, portal) => {
  const { products } = visibleCatalog(viewer, portal);
  const entries = products.map((product) => listedProduct(product, portal));
  const data = listData(products.map(listedData), portal.to("products"));
  return page({ h1: "Products", body: linkList(entries, "No products to display"), data });
};

/** `/products/{product}`: what it is, what it takes to call it, its APIs. */
export const productPage: View = async ({ params, viewer }, portal) => {
  const product = visibleProduct(params["product"], viewer, portal);
  if (product === undefined) return notFound;
  const apis = visibleCatalog(viewer, portal).apis.filter(({ name }) => product.apis.includes(name));
  const limits = productLimitWords(product, portal);
  const scope = tokenScopeOf(product);
  return page({
    h1: product.displayName,
    data: { ...productData(product), limits, apis: apis.map(listedData) },
    body: html`${descriptionOf(product)}
      ${termList([
        ["Credentials", credentialWords(product)],
        ["Scope", scope !== undefined && html`<code>${scope}</code>`],
        ["Approval", product.approvalRequired && approvalWords(product, portal)],
        ["Rates and quotas", limitList(limits)],
      ])}
      ${await subscribeLink(product, viewer, portal)} ${await registerLink(product, viewer, portal)}
      ${
        product.terms !== undefined &&
        html`<h2>Terms</h2>
          <div class="text terms">${markdown(product.terms)}</div>`
      }
      <h2>APIs</h2>
      ${linkList(
        apis.map((api) => listedApi(api, portal)),
        "This product contains no APIs yet.",
      )}`,
  });
};

const approvalWords = ({ accepts }: CatalogProduct, { applications }: PortalContext): string =>
  applications === undefined || !accepts.token
    ? "An administrator approves each subscription."
    : "An administrator approves each subscription and each application.";

const limitList = (words: readonly string[]): Fragment =>
  words.length > 0 &&
  html`<ul class="plain">
    ${words.map((line) => html`<li>${line}</li>`)}
  </ul>`;
