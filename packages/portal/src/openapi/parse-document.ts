import { DocumentError } from "./document-error.js";
import { isObject, memberOf, type JsonObject } from "./json-values.js";
import { readYaml } from "./yaml/read-yaml.js";

/** Most bytes of a file. */
export const LARGEST_FILE: number = 4 * 1024 * 1024;
const DEEPEST = 64;
const MOST_VALUES = 500_000;

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
  if (!isObject(value)) throw new DocumentError("is not an object");
  if (memberOf(value, "swagger") !== undefined)
    throw new DocumentError("is Swagger 2.0; convert it to OpenAPI 3.0 or 3.1");
  const version = memberOf(value, "openapi");
  // YAML without quotes makes a number of it.
  if (!/^3\.[0-2](?:\.|$)/.test(typeof version === "number" ? version.toFixed(1) : textOfVersion(version)))
    throw new DocumentError("does not say openapi: 3.0 or 3.1");
  checkSize(value);
  return value;
}

const textOfVersion = (version: unknown) => (typeof version === "string" ? version : "");

/** Counts what stands at two places twice, as it is written twice. A circle has no end: it is too deep. */
function checkSize(document: JsonObject): void {
  let count = 0;
  let level: readonly unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (depth > DEEPEST) throw new DocumentError(`is nested more than ${DEEPEST} levels deep`);
    if (count > MOST_VALUES) throw new DocumentError(`holds more than ${MOST_VALUES} values`);
    level = membersOf(level, MOST_VALUES - count);
  }
}

function membersOf(level: readonly unknown[], room: number): readonly unknown[] {
  const members: unknown[] = [];
  for (const value of level) {
    if (typeof value !== "object" || value === null) continue;
    for (const member of Object.values(value)) members.push(member);
    if (members.length > room) break;
  }
  return members;
}
