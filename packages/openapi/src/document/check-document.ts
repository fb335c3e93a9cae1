import { ConfigurationError } from "@product-auth/core";
import { isObject, memberOf, type JsonObject } from "./json-values.js";
import { pointerTo } from "./pointer.js";

const DEEPEST = 64;
const MOST_VALUES = 500_000;

/** A document whose version and size can be read. Throws `ConfigurationError` for any other value. */
export function checkDocument(value: unknown): JsonObject {
  if (!isObject(value)) throw refusal("is not an object", "pass the parsed OpenAPI document");
  if (memberOf(value, "swagger") !== undefined)
    throw refusal("is Swagger 2.0", "convert it to OpenAPI 3.0 or later");
  if (versionOf(value) === undefined)
    throw refusal("does not say which version of OpenAPI it has", "write openapi: 3.1.0");
  checkSize(value);
  const merge = mergeKeyIn(value);
  if (merge !== undefined)
    throw refusal(`has a merge key at ${pointerTo(...merge)}, which YAML 1.2 does not have`, WRITE_OUT);
  return value;
}

const WRITE_OUT = "write its members out, or let the YAML parser merge them";

/** The minor version of OpenAPI 3; undefined for anything else. YAML without quotes makes a number of `3.1`. */
export function versionOf(document: JsonObject): number | undefined {
  const version = memberOf(document, "openapi");
  const text = typeof version === "number" ? version.toFixed(1) : version;
  const [, minor] = (typeof text === "string" && /^3\.([0-2])(?:\.|$)/.exec(text)) || [];
  return minor === undefined ? undefined : Number(minor);
}

/** The place of a member `<<` that a parser of YAML has not merged: what it was meant to add is not there. */
function mergeKeyIn(value: unknown): readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value as JsonObject)) {
    if (typeof member !== "object" || member === null) continue;
    if (name === "<<") return [name];
    const below = mergeKeyIn(member);
    if (below !== undefined) return [name, ...below];
  }
  return undefined;
}

/** Counts a value that stands at two places twice, as it is written twice. A circle has no end: it is too deep. */
function checkSize(document: JsonObject): void {
  let count = 0;
  let level: readonly unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    if (depth > DEEPEST) throw refusal(`is nested more than ${DEEPEST} levels deep`, "make it flatter");
    if (count > MOST_VALUES) throw refusal(`holds more than ${MOST_VALUES} values`, "divide it");
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

const refusal = (message: string, fix: string) =>
  new ConfigurationError([{ path: "#", message, fix }], "The OpenAPI document cannot be read");
