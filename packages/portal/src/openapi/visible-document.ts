import type { CatalogApi } from "@product-auth/core";
import { entriesOf, isObject, type JsonObject } from "@product-auth/openapi/document";
import type { ApiDescription, ShownOperation } from "./api-description.js";
import { METHODS } from "./document-operations.js";
import { documentNames } from "./parameter-names.js";
import { parametersIn } from "./path-template.js";

const NOT_COPIED = new Set<string>([...METHODS, "trace", "query", "additionalOperations", "servers", "$ref"]);

/**
 * The document that visitors get: the operations that pages show, with our own address as the only server. What the document
 * says besides is kept. Without a document, one is made from the catalog. `address`: of the API.
 */
export function visibleDocument(api: CatalogApi, description: ApiDescription, address: string): JsonObject {
  const { operations, document } = description;
  const kept = entriesOf(document ?? { openapi: "3.0.3", info: { title: api.displayName, version: "1" } })
    .filter(([name]) => name !== "paths" && name !== "servers")
    .map(([name, value]) => [name, name === "components" ? withoutPathItems(value) : value] as const);
  return Object.fromEntries([
    ...kept,
    ["servers", [{ url: address }]],
    [
      "paths",
      Object.fromEntries([...pathsOf(operations)].map(([path, item]) => [path, Object.fromEntries(item)])),
    ],
  ]);
}

// These hold operations that may be hidden. Those that are shown stand in `paths`.
const withoutPathItems = (components: unknown): unknown =>
  isObject(components)
    ? Object.fromEntries(Object.entries(components).filter(([name]) => name !== "pathItems"))
    : components;

function pathsOf(operations: readonly ShownOperation[]): ReadonlyMap<string, Map<string, unknown>> {
  const paths = new Map<string, Map<string, unknown>>();
  for (const shown of operations) {
    if (shown.urlTemplate.endsWith("/*")) continue; // no path in OpenAPI stands for any rest
    const path = pathOf(shown);
    const item = paths.get(path) ?? new Map<string, unknown>(sharedOf(shown));
    item.set(shown.method.toLowerCase(), shown.source === undefined ? made(shown) : withoutServers(shown));
    paths.set(path, item);
  }
  return paths;
}

/** The path below the API, with the names of parameters that the document uses. */
function pathOf(shown: ShownOperation): string {
  const names = documentNames(shown);
  return shown.urlTemplate.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `{${names.get(name) ?? name}}`);
}

/** What the methods of a path share. */
const sharedOf = ({ source }: ShownOperation) =>
  entriesOf(source?.item).filter(([name]) => !NOT_COPIED.has(name));

const withoutServers = ({ source }: ShownOperation): JsonObject =>
  Object.fromEntries(entriesOf(source?.operation).filter(([name]) => name !== "servers"));

function made({ id, displayName, description, urlTemplate }: ShownOperation): JsonObject {
  const parameters = parametersIn(urlTemplate).map((name) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    operationId: id,
    summary: displayName,
    ...(description !== undefined && { description }),
    ...(parameters.length > 0 && { parameters }),
    responses: { default: { description: "The answer of the API" } },
  };
}
