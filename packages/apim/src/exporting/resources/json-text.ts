import type { Json, JsonObject } from "../../json/json-value.js";

/** The text of a resource's file. Its variables become tokens, which the publisher of APIOps replaces. */
export const resourceText = (properties: JsonObject): string =>
  jsonText({ properties: withTokens(properties) });

export const jsonText = (value: Json): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** https://github.com/Azure/apiops-cli/tree/main/docs/guides */
function withTokens(value: Json): Json {
  if (typeof value === "string")
    return value.replaceAll(/\$\{env:([A-Za-z0-9_]{1,256})\}/g, (_, name: string) => `{#[${name}]#}`);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withTokens);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTokens(member)]));
}
