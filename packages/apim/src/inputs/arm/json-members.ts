import type { Json, JsonObject } from "../../configuration/resource.js";

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own member. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function textMember(value: Json | undefined, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === "string" ? text : undefined;
}

export function listMember(value: Json | undefined, name: string): readonly Json[] | undefined {
  const list = member(value, name);
  return Array.isArray(list) ? (list as readonly Json[]) : undefined;
}

/** Own members of an object; none of other values. */
export function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}
