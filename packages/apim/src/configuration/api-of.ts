import { memberAt, memberOf, textOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import type { ImportedApi, ImportedOperation } from "./configuration.js";
import { flagOf } from "./flag-of.js";
import { linkMissing } from "./links.js";
import { pathOfApi } from "./path-of-api.js";
import { PlaceholdersIn } from "./placeholders-in.js";
import type { Resource } from "./resource.js";
import type { JsonObject } from "../json/json-value.js";

/** An API with what was found about it. */
export interface ApiReading {
  readonly api: ImportedApi;
  readonly findings: readonly HoldingFinding[];
}

const METADATA = ["isOnline", "protocols", "authenticationSettings"] as const;

/** Names that the gateway takes where an API gives none (https://learn.microsoft.com/azure/api-management/api-management-subscriptions). */
const KEY_HEADER = "ocp-apim-subscription-key";
const KEY_QUERY = "subscription-key";

/** Reads an API. `name` is the one without revision. */
export function apiOf(
  { at, names: [name = ""], properties }: Resource,
  versionSets: ReadonlyMap<string, Resource>,
  products: readonly string[],
  operations: readonly ImportedOperation[],
  secretVariables: ReadonlySet<string>,
): ApiReading {
  const holds = [`api:${name}`];
  const findings: HoldingFinding[] = [];
  const unreadable = (text: string): void => {
    findings.push({ severity: "lost", code: "unreadable", at, text, holds });
  };
  if (textOf(properties, "path") === undefined) unreadable("The API has no path.");
  const isProtected = flagOf(properties, "subscriptionRequired");
  if (isProtected === "unclear") unreadable("subscriptionRequired is neither true nor false.");
  const { path: givenPath, pathWithoutVersion, isSetMissing } = pathOfApi(properties, versionSets);
  const placeholders = new PlaceholdersIn();
  const path = placeholders.replace(givenPath);
  const keyNames = keyNamesOf(properties, placeholders);
  findings.push(...placeholders.findings(at, secretVariables));
  if (isSetMissing) findings.push(linkMissing(at, "version set"));
  const settings = METADATA.filter((setting) => memberOf(properties, setting) !== undefined);
  if (settings.length > 0) {
    const text = `Read by consoles and gateways, guards nothing here: ${settings.join(", ")}.`;
    findings.push({ severity: "info", code: "metadata", at, text });
  }
  const displayName = textOf(properties, "displayName");
  const description = textOf(properties, "description");
  return {
    findings,
    api: {
      name,
      at,
      ...(displayName === undefined ? {} : { displayName }),
      ...(description === undefined ? {} : { description }),
      path,
      ...(pathWithoutVersion === undefined ? {} : { pathWithoutVersion }),
      subscriptionRequired: isProtected !== false,
      products,
      ...keyNames,
      operations,
      type: (textOf(properties, "apiType") ?? textOf(properties, "type") ?? "http").toLowerCase(),
    },
  };
}

/** Names of the key's header and query parameter where they are not the default, which extractors always write. */
function keyNamesOf(
  properties: JsonObject,
  placeholders: PlaceholdersIn,
): Pick<ImportedApi, "keyHeader" | "keyQuery"> {
  const header = textOf(memberAt(properties, "subscriptionKeyParameterNames"), "header") ?? "";
  const query = textOf(memberAt(properties, "subscriptionKeyParameterNames"), "query") ?? "";
  return {
    ...(header === "" || header.toLowerCase() === KEY_HEADER
      ? {}
      : { keyHeader: placeholders.replace(header) }),
    ...(query === "" || query === KEY_QUERY ? {} : { keyQuery: placeholders.replace(query) }),
  };
}

/** Operations by the name of their API: all that have a method and a template. */
export function operationsByApi(
  resources: readonly Resource[],
): ReadonlyMap<string, readonly ImportedOperation[]> {
  const byApi = new Map<string, ImportedOperation[]>();
  for (const { type, names, properties } of resources) {
    const method = textOf(properties, "method") ?? "";
    const urlTemplate = textOf(properties, "urlTemplate") ?? "";
    if (type !== "apis/operations" || method === "" || urlTemplate === "") continue;
    const [api = "", name = ""] = names;
    const displayName = textOf(properties, "displayName");
    const description = textOf(properties, "description");
    const operation: ImportedOperation = {
      name,
      method: method.toUpperCase(),
      urlTemplate: urlTemplate.startsWith("/") ? urlTemplate : `/${urlTemplate}`,
      ...(displayName === undefined ? {} : { displayName }),
      ...(description === undefined ? {} : { description }),
    };
    const known = byApi.get(api);
    if (known === undefined) byApi.set(api, [operation]);
    else known.push(operation);
  }
  return byApi;
}
