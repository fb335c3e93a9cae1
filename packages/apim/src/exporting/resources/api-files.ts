import type { ApiOptions } from "@product-auth/core";
import type { JsonObject } from "../../json/json-value.js";
import { jsonText, resourceText } from "./json-text.js";
import { specificationOf } from "./specification.js";

/** The files of an API, save its policy documents. */
export function apiFiles(
  name: string,
  api: ApiOptions,
  alike: ReadonlySet<string>,
): readonly (readonly [path: string, text: string])[] {
  const { displayName = name, description, path, products = [] } = api;
  const { subscriptionKeyParameterNames: names = {}, operations } = api;
  const properties: JsonObject = {
    displayName,
    ...(description !== undefined && { description }),
    path,
    apiRevision: "1",
    isCurrent: true,
    // A call without a credential belongs to an open product, and must not come to the API outside of it.
    subscriptionRequired:
      api.subscriptionRequired !== false || !products.every((product) => alike.has(product)),
    subscriptionKeyParameterNames: {
      header: names.header ?? "Ocp-Apim-Subscription-Key",
      query: names.query ?? "subscription-key",
    },
  };
  return [
    [`apis/${name}/apiInformation.json`, resourceText(properties)],
    ...(operations === undefined
      ? []
      : [[`apis/${name}/specification.json`, jsonText(specificationOf(displayName, operations))] as const]),
  ];
}
