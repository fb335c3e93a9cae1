import type { OperationOptions } from "@product-auth/core";
import type { JsonObject } from "../../json/json-value.js";

type Operations = Readonly<Record<string, OperationOptions>>;

/** Methods of OpenAPI 3.0 (https://spec.openapis.org/oas/v3.0.3#path-item-object). */
const METHODS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** An OpenAPI document in which each operation has its name. */
export function specificationOf(title: string, operations: Operations): JsonObject {
  const paths = new Map<string, JsonObject>();
  for (const [operationId, operation] of Object.entries(operations)) {
    const { method, displayName, description } = operation;
    const path = templateOf(operation);
    const parameters = [...new Set([...path.matchAll(/\{([^{}*]{1,256})\}/g)].map(([, name]) => name!))];
    const described: JsonObject = {
      operationId,
      ...(displayName !== undefined && { summary: displayName }),
      ...(description !== undefined && { description }),
      ...(parameters.length > 0 && {
        parameters: parameters.map((name) => ({
          name,
          in: "path",
          required: true,
          schema: { type: "string" },
        })),
      }),
      responses: { default: { description: "The response of the application." } },
    };
    paths.set(path, { ...paths.get(path), [method.toLowerCase()]: described });
  }
  return {
    openapi: "3.0.1",
    info: { title, version: "1.0" },
    paths: Object.fromEntries(paths),
  };
}

/** Why operations cannot be described; undefined when they can. */
export function problemOfOperations(operations: Operations): string | undefined {
  const names = new Set<string>();
  const places = new Set<string>();
  for (const [name, operation] of Object.entries(operations)) {
    if (!isName(name)) return "An operation has a name that no folder can have.";
    if (names.has(name.toLowerCase())) return "Two operations have names that differ by case only.";
    names.add(name.toLowerCase());
    const method = operation.method.toLowerCase();
    if (!METHODS.has(method)) return "An operation has a method that OpenAPI does not have.";
    const template = templateOf(operation);
    if (/[?#]|\$\{env:/.test(template)) return "The template of an operation holds a query or a variable.";
    // Names of parameters tell no templates apart.
    const place = `${method} ${template.replaceAll(/\{[^{}*]*\}/g, "{}")}`;
    if (places.has(place)) return "Two operations have the same method and template.";
    places.add(place);
  }
  return undefined;
}

const templateOf = ({ urlTemplate }: OperationOptions): string =>
  urlTemplate.startsWith("/") ? urlTemplate : `/${urlTemplate}`;

// What the gateway takes as a name, and every file system as a folder.
const isName = (name: string): boolean =>
  /^[^\p{Cc}*#&+:<>?"|\\/%]{1,80}$/u.test(name) && !/^[. ]|[. ]$/.test(name) && !name.includes("${env");
