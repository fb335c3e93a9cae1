import type { ProductOptions } from "@product-auth/core";
import type { JsonObject } from "../../json/json-value.js";
import { jsonText, resourceText } from "./json-text.js";

/** Groups that every visitor of a portal is in. */
const EVERYONE = ["developers", "guests"];

/** The files of a product, save its policy document. `apis`: names of the APIs that it contains. */
export function productFiles(
  name: string,
  product: ProductOptions,
  { access, apis }: { readonly access: JsonObject; readonly apis: readonly string[] },
): readonly (readonly [path: string, text: string])[] {
  const folder = `products/${name}`;
  const { displayName = name, state = "published", groups = EVERYONE } = product;
  const { description, approvalRequired, subscriptionsLimit, terms } = product;
  const properties: JsonObject = {
    displayName,
    ...(description !== undefined && { description }),
    state,
    ...access,
    ...(approvalRequired !== undefined && { approvalRequired }),
    ...(subscriptionsLimit !== undefined && { subscriptionsLimit }),
    ...(terms !== undefined && { terms }),
  };
  return [
    [`${folder}/productInformation.json`, resourceText(properties)],
    ...apis.map((api) => [`${folder}/apis/${api}/productApiInformation.json`, jsonText({})] as const),
    ...groups
      .filter((group) => !group.includes("${env:"))
      .map((group) => [`${folder}/groups/${group}/productGroupInformation.json`, jsonText({})] as const),
  ];
}
