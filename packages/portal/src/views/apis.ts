import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { descriptionOf } from "../html/markdown.js";
import { html } from "../html/template.js";
import { notFound, page } from "../http/reply.js";
import { listedData, listedOperationData } from "../json/catalog-data.js";
import { listData } from "../json/list-data.js";
import { listedApi, listedOperations, listedProduct } from "./listed.js";
import { visibleApi, visibleCatalog } from "../people/visible.js";

/** `/apis`: every API that the viewer may find. */
export const apisPage: View = ({ viewer }, portal) => {
  const { apis } = visibleCatalog(viewer, portal);
  const entries = apis.map((api) => listedApi(api, portal));
  const data = listData(apis.map(listedData), portal.to("apis"));
  return page({ h1: "APIs", body: linkList(entries, "No APIs to display"), data });
};

/** `/apis/{api}`: what it is, its operations, the products that contain it. */
export const apiPage: View = async ({ params, viewer }, portal) => {
  const api = visibleApi(params["api"], viewer, portal);
  if (api === undefined) return notFound;
  const products = visibleCatalog(viewer, portal).products.filter(({ name }) => api.products.includes(name));
  const operations = await listedOperations(api, portal);
  return page({
    h1: api.displayName,
    data: {
      name: api.name,
      displayName: api.displayName,
      description: api.description,
      path: api.path,
      operations: operations.map(({ operation }) => listedOperationData(operation)),
      products: products.map(listedData),
    },
    body: html`${descriptionOf(api)}
      <h2>Operations</h2>
      ${linkList(operations, "This API lists no operations.")}
      ${operations.length > 0 && html`<p><a href="${portal.to("apis", api.name, "openapi.json")}">OpenAPI document</a></p>`}
      <h2>Products</h2>
      ${linkList(
        products.map((product) => listedProduct(product, portal)),
        "No product contains this API.",
      )}`,
  });
};
