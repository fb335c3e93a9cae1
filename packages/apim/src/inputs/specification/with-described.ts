import type { Resource } from "../../configuration/resource.js";

/** Adds the operations of specifications that no resource declares: a declared one is deployed after them. */
export function withDescribed(
  resources: readonly Resource[],
  described: readonly Resource[],
): readonly Resource[] {
  const declared = new Set(resources.filter(({ type }) => type.endsWith("apis/operations")).map(keyOf));
  return [...resources, ...described.filter((operation) => !declared.has(keyOf(operation)))];
}

/** Names of resources are compared without case. */
function keyOf({ names }: Resource): string {
  return JSON.stringify(names.map((name) => name.toLowerCase()));
}
