import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { descriptionOf, markdown } from "../html/markdown.js";
import { termList } from "../html/table.js";
import { html, type Fragment } from "../html/template.js";
import { notFound, page } from "../http/reply.js";
import { listedApi, listedProduct } from "./listed.js";
import { credentialWords, productLimitWords } from "./product-words.js";
import { subscribeLink } from "./subscribe-link.js";
import { visibleCatalog, visibleProduct } from "../people/visible.js";

/** `/products`: every product that the viewer may find. */
export const productsPage: View = ({ viewer }, portal) => {
  const entries = visibleCatalog(viewer, portal).products.map((product) => listedProduct(product, portal));
  return page({ h1: "Products", body: linkList(entries, "No products to display") });
};

/** `/products/{product}`: what it is, what it takes to call it, its APIs. */
export const productPage: View = async ({ params, viewer }, portal) => {
  const product = visibleProduct(params["product"], viewer, portal);
  if (product === undefined) return notFound;
  const apis = visibleCatalog(viewer, portal)
    .apis.filter(({ name }) => product.apis.includes(name))
    .map((api) => listedApi(api, portal));
  return page({
    h1: product.displayName,
    body: html`${descriptionOf(product)}
      ${termList([
        ["Credentials", credentialWords(product)],
        ["Approval", product.approvalRequired && "An administrator approves each subscription."],
        ["Rates and quotas", limitList(productLimitWords(product, portal))],
      ])}
      ${await subscribeLink(product, viewer, portal)}
      ${
        product.terms !== undefined &&
        html`<h2>Terms</h2>
          <div class="text terms">${markdown(product.terms)}</div>`
      }
      <h2>APIs</h2>
      ${linkList(apis, "This product contains no APIs yet.")}`,
  });
};

const limitList = (words: readonly string[]): Fragment =>
  words.length > 0 &&
  html`<ul class="plain">
    ${words.map((line) => html`<li>${line}</li>`)}
  </ul>`;
