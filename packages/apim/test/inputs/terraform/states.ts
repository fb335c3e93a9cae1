import type { Json, JsonObject } from "#src/json/json-value.js";
import { resourcesOfState } from "#src/inputs/terraform/resources-of-state.js";

export const POLICY = "<policies><inbound><base /></inbound></policies>";
export const service = "/subscriptions/x/resourceGroups/y/providers/Microsoft.ApiManagement/service/svc";

export const resource = (type: string, values: JsonObject, members: JsonObject = {}): JsonObject => ({
  ...{ address: `azurerm_api_management_${type}.x`, mode: "managed", type: `azurerm_api_management_${type}` },
  ...{ name: "x", values, ...members },
});
export const state = (...resources: readonly Json[]): Json => ({
  terraform_version: "1.9.0",
  values: { root_module: { resources } },
});
export const read = (json: Json) => resourcesOfState(json, { at: "state.json" });
export const findingsOf = (json: Json): string[] =>
  read(json).findings.map(({ code, at, holds = [] }) => [code, at, ...holds].join(" "));
