import { documentFault, type JsonObject } from "@product-auth/openapi/document";
import { DocumentError } from "./document-error.js";
import { readYaml } from "./yaml/read-yaml.js";

/** Most bytes of a file. */
export const LARGEST_FILE: number = 4 * 1024 * 1024;

/** The document in a text. Rejects with `DocumentError`. */
export async function parseDocument(text: string, format: "json" | "yaml"): Promise<JsonObject> {
  return checkDocument(format === "json" ? jsonValue(text) : await readYaml(text));
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (cause) {
    throw new DocumentError(`is not JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
}

/** The same value when it is a document of a version that can be read, of bounded size. Throws `DocumentError`. */
export function checkDocument(value: unknown): JsonObject {
  const fault = documentFault(value);
  if (fault !== undefined) throw new DocumentError(`${fault.message}; ${fault.fix}`);
  return value as JsonObject;
}
