import { isObject, memberOf, type JsonObject } from "./json-values.js";

const DEEPEST = 64;
const MOST_VALUES = 500_000;

/** Why a document cannot be read. */
export interface DocumentFault {
  /** What is wrong, such as `is Swagger 2.0`: the name of the document goes before. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/** What is wrong with a parsed document: no object, another version than OpenAPI 3, or too large. Undefined: it can be read. */
export function documentFault(value: unknown): DocumentFault | undefined {
  if (!isObject(value)) return fault("is not an object", "pass the parsed OpenAPI document");
  if (memberOf(value, "swagger") !== undefined)
    return fault("is Swagger 2.0", "convert it to OpenAPI 3.0 or later");
  if (versionOf(value) === undefined)
    return fault("does not say which version of OpenAPI it has", "write openapi: 3.1.0");
  return sizeFault(value);
}

/** The minor version of OpenAPI 3; undefined for anything else. YAML without quotes makes a number of `3.1`. */
export function versionOf(document: JsonObject): number | undefined {
  const version = memberOf(document, "openapi");
  const text = typeof version === "number" ? version.toFixed(1) : version;
  const [, minor] = (typeof text === "string" && /^3\.([0-2])(?:\.|$)/.exec(text)) || [];
  return minor === undefined ? undefined : Number(minor);
}

/** Counts a value that stands at two places twice, as it is written twice. A circle has no end: it is too deep. */
function sizeFault(document: JsonObject): DocumentFault | undefined {
  let count = 0;
  let level: readonly unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (depth > DEEPEST) return fault(`is nested more than ${DEEPEST} levels deep`, "make it flatter");
    if (count > MOST_VALUES) return fault(`holds more than ${MOST_VALUES} values`, "divide it");
    level = membersOf(level, MOST_VALUES - count);
  }
  return undefined;
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

const fault = (message: string, fix: string): DocumentFault => ({ message, fix });
