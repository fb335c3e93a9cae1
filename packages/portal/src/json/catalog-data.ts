import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import type { JsonObject } from "@product-auth/core/records";
import { tokenScopeOf } from "../applications/linkable.js";
import { summaryOf } from "../html/list.js";
import type { ShownOperation } from "../openapi/api-description.js";
import type { OperationDetails } from "../openapi/operation-details.js";
import { acceptsKey } from "../views/operation/credential-terms.js";

/** A product or an API in a list. */
export const listedData = ({
  name,
  displayName,
  description,
}: Pick<CatalogProduct | CatalogApi, "name" | "displayName" | "description">): JsonObject => ({
  name,
  displayName,
  description: summaryOf(description),
});

/** What it takes to call a product. */
export const productData = (product: CatalogProduct): JsonObject => {
  const { name, displayName, description, accepts, open, approvalRequired, terms } = product;
  return {
    name,
    displayName,
    description,
    accepts: [...(accepts.token ? ["token"] : []), ...(accepts.key && !open ? ["key"] : [])],
    open,
    scope: tokenScopeOf(product),
    approvalRequired,
    terms,
  };
};

/** An operation in a list. */
export const listedOperationData = ({
  id,
  displayName,
  method,
  urlTemplate,
}: Pick<ShownOperation, "id" | "displayName" | "method" | "urlTemplate">): JsonObject => ({
  name: id,
  displayName,
  method,
  urlTemplate,
});

/** How an operation is called. `products`: those of the API that the viewer may find. */
export function operationData(
  shown: ShownOperation,
  {
    api,
    products,
    details,
    url,
  }: {
    readonly api: CatalogApi;
    readonly products: readonly CatalogProduct[];
    readonly details: OperationDetails;
    readonly url: string;
  },
): JsonObject {
  return {
    ...listedOperationData(shown),
    description: shown.description,
    url,
    deprecated: details.isDeprecated,
    open: api.open,
    key: acceptsKey(api, products) ? { header: api.key.header, query: api.key.query } : undefined,
    scopes: products.flatMap((product) => tokenScopeOf(product) ?? []),
    parameters: details.parameters.map(({ name, in: where, type, required, description, example }) => ({
      ...{ name, in: where, type, required, description, example },
    })),
    requestBody: details.requestBody && {
      mediaType: details.requestBody.mediaType,
      required: details.requestBody.required,
      example: details.requestBody.example,
    },
    responses: details.responses.map(({ status, description, body }) => ({
      status,
      description,
      body: body && { mediaType: body.mediaType, example: body.example },
    })),
    products: products.map(listedData),
  };
}
