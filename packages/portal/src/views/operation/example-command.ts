import type { CatalogApi, CatalogProduct } from "@product-auth/core";
import { curlCommand } from "../../console/curl-command.js";
import { encode, encodeLiteral } from "../../console/encode.js";
import type { OperationDetails, ShownParameter } from "../../openapi/operation-details.js";
import { acceptsKey } from "./credential-terms.js";

/**
 * The curl command of an operation: examples where the document has them, else names in braces. Credentials are variables of the
 * shell. `products`: those that the viewer may find.
 */
export function exampleCommand(
  origin: string,
  api: CatalogApi,
  products: readonly CatalogProduct[],
  { parameters, requestBody, template }: OperationDetails,
): string {
  const sent = parameters.filter(({ required, example }) => required || example !== undefined);
  const query = sent
    .filter(({ in: where }) => where === "query")
    .map((parameter) => `${encode(parameter.name)}=${placeholder(parameter)}`);
  const path = template.segments.map((segment) => segmentOf(segment, parameters)).join("/");
  const isBodySent = requestBody !== undefined && template.mediaType !== undefined;
  const credential = credentialOf(api, products);
  return curlCommand({
    method: template.method,
    url: `${origin}/${path}${query.length === 0 ? "" : `?${query.join("&")}`}`,
    headers: [
      ...(isBodySent ? [["Content-Type", requestBody.mediaType] as const] : []),
      ...sent
        .filter(({ in: where }) => where === "header")
        .map(({ name, example }) => [name, example ?? `{${name}}`] as const),
    ],
    ...(credential && { credentials: [credential] }),
    ...(isBodySent && { body: requestBody.example ?? "{}" }),
  });
}

const segmentOf = (segment: string, parameters: readonly ShownParameter[]) =>
  segment
    .split(/(\{[^{}]+\})/)
    .map((part, i) => {
      if (i % 2 === 0) return encodeLiteral(part);
      const parameter = parameters.find(({ name, in: where }) => where === "path" && part === `{${name}}`);
      return parameter === undefined ? part : placeholder(parameter);
    })
    .join("");

const placeholder = ({ name, example }: ShownParameter) =>
  example === undefined ? `{${name}}` : encode(example);

function credentialOf(api: CatalogApi, products: readonly CatalogProduct[]) {
  if (api.open) return undefined;
  return acceptsKey(api, products)
    ? { header: api.key.header, variable: "SUBSCRIPTION_KEY" }
    : { header: "Authorization", prefix: "Bearer ", variable: "ACCESS_TOKEN" };
}
