import type { Json, JsonObject } from "./json-value.js";

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An own member: names come from files, so `constructor` must find nothing. `null` counts as absent. */
export const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined;

/** The member at a path of names. */
export const memberAt = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce(memberOf, value);

/** The member when it is text. */
export const textOf = (value: Json | undefined, name: string): string | undefined => {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : undefined;
};

/** The items of a list; none for any other value. */
export const itemsOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];

/** The own members of an object; none of any other value. */
export const membersOf = (value: Json | undefined): readonly (readonly [string, Json])[] =>
  isJsonObject(value) ? Object.entries(value) : [];

/** An object with these members, `__proto__` as an ordinary one. */
export const jsonObjectOf = (members: Iterable<readonly [string, Json]>): JsonObject =>
  Object.fromEntries(members);
