import type { Json } from "../json/json-value.js";

/** Whether two values of JSON say the same: the order of members is free, and a member that is `null` is absent. */
export const isSameJson = (one: Json, other: Json): boolean => written(one) === written(other);

const written = (value: Json): string => JSON.stringify(sorted(value));

const sorted = (value: Json): unknown => {
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
};
