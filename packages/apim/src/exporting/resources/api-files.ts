import type { ApiOptions } from "@product-auth/core";
import type { JsonObject } from "../../configuration/resource.js";
import { jsonText, resourceText } from "./json-text.js";
import { specificationOf } from "./specification.js";

/** The files of an API, save its policy documents. */
export function apiFiles(name: string, api: ApiOptions): readonly (readonly [path: string, text: string])[] {
  const { displayName = name, description, path, subscriptionRequired = true } = api;
  const { subscriptionKeyParameterNames: names = {}, operations } = api;
  const properties: JsonObject = {
    displayName,
    ...(description !== undefined && { description }),
    path,
    apiRevision: "1",
    isCurrent: true,
    subscriptionRequired,
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
