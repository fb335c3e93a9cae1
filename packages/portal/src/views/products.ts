import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { descriptionOf } from "../html/markdown.js";
import { termList } from "../html/table.js";
import { html } from "../html/template.js";
import { notFound, page } from "../http/reply.js";
import { listedApi, listedProduct } from "./listed.js";
import { credentialWords } from "./product-words.js";
import { visibleCatalog, visibleProduct } from "./visible.js";

/** `/products`: every product that the viewer may find. */
export const productsPage: View = ({ viewer }, portal) => {
  const entries = visibleCatalog(viewer, portal).products.map((product) => listedProduct(product, portal));
  return page({ h1: "Products", body: linkList(entries, "No products to display") });
};

/** `/products/{product}`: what it is, what it takes to call it, its APIs. */
export const productPage: View = ({ params, viewer }, portal) => {
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
      ])}
      <h2>APIs</h2>
      ${linkList(apis, "This product contains no APIs yet.")}`,
  });
};
