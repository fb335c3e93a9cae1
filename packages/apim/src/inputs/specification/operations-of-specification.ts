import { readYaml, type UnreadableYaml } from "@product-auth/openapi/yaml";
import type { ImportedOperation } from "../../configuration/configuration.js";
import type { Json, JsonObject } from "../../json/json-value.js";
import { isJsonObject, memberOf, textOf } from "../../json/json-object.js";

/** Operations that an OpenAPI document describes. */
export interface SpecificationOperations {
  /** Those with an `operationId`, which is the name of the operation in the gateway. */
  readonly operations: readonly ImportedOperation[];
  /** How many have none: the gateway made their names up, so that no policy document can be matched. */
  readonly unnamed: number;
}

const METHODS: ReadonlySet<string> = new Set([
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "trace",
]);

/**
 * Operations of an OpenAPI 2 or 3 document in YAML or JSON. Paths are relative to the path of the API, whatever `servers`
 * and `basePath` hold. `undefined` for other kinds of specifications (`.graphql`, `.wsdl`, `.wadl` and texts without
 * `paths`), which hold no pairs of method and path that can be read.
 */
export function operationsOfSpecification(
  text: string,
  fileName: string,
): SpecificationOperations | UnreadableYaml | undefined {
  if (!/\.(?:ya?ml|json)$/i.test(fileName)) return undefined;
  const read = readSpecification(text);
  if ("problem" in read) return read;
  const paths = memberOf(read.value, "paths");
  return isJsonObject(paths) ? operationsOfPaths(paths) : undefined;
}

function operationsOfPaths(paths: JsonObject): SpecificationOperations {
  // Names of operations are unique within an API: of two with one name the last one counts.
  const operations = new Map<string, ImportedOperation>();
  let unnamed = 0;
  for (const [urlTemplate, item] of Object.entries(paths)) {
    if (!urlTemplate.startsWith("/") || !isJsonObject(item)) continue;
    for (const [method, operation] of Object.entries(item)) {
      if (!METHODS.has(method) || !isJsonObject(operation)) continue;
      const name = textMember(operation, "operationId");
      if (name === undefined) unnamed++;
      else operations.set(name, { name, method: method.toUpperCase(), urlTemplate, ...wordsOf(operation) });
    }
  }
  return { operations: [...operations.values()], unnamed };
}

function wordsOf(operation: JsonObject): { displayName?: string; description?: string } {
  const displayName = textMember(operation, "summary");
  const description = textMember(operation, "description");
  return {
    ...(displayName === undefined ? {} : { displayName }),
    ...(description === undefined ? {} : { description }),
  };
}

function readSpecification(text: string): { readonly value: Json } | UnreadableYaml {
  const bare = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (!bare.trimStart().startsWith("{")) return readYaml(bare);
  try {
    return { value: JSON.parse(bare) as Json };
  } catch {
    // YAML in flow style starts with a brace as well.
    return readYaml(bare);
  }
}

function textMember(value: JsonObject, name: string): string | undefined {
  return textOf(value, name) || undefined;
}
