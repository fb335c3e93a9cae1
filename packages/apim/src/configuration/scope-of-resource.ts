import type { Scope } from "../report/scope.js";

/** Name of an API without the suffix of a revision: `orders` of `orders;rev=2`. */
export const nameWithoutRevision = (name: string): string => {
  const suffix = name.search(/;rev=/i);
  return suffix === -1 ? name : name.slice(0, suffix);
};

/** The scope of a policy or fragment, by the type and names of its resource. */
export function scopeOfPolicy(type: string, names: readonly string[]): Scope | undefined {
  const [first = "", second = ""] = names;
  switch (type) {
    case "policies":
      return "global";
    case "products/policies":
      return `product:${first}`;
    case "apis/policies":
      return `api:${nameWithoutRevision(first)}`;
    case "apis/operations/policies":
      return `operation:${nameWithoutRevision(first)}/${second}`;
    case "apis/resolvers/policies":
      return `resolver:${nameWithoutRevision(first)}/${second}`;
    case "policyFragments":
      return `fragment:${first}`;
    default:
      return undefined;
  }
}

/** What a loss at a resource holds back. Of named values, links, subscriptions and clients less is open without them. */
export function holdsOfResource(type: string, names: readonly string[]): readonly string[] {
  const [first = ""] = names;
  if (type === "policies") return ["global"];
  if (type === "policyFragments") return [`fragment:${first}`];
  if (type === "products" || type === "products/policies") return [`product:${first}`];
  if (type === "apis" || type.startsWith("apis/")) return [`api:${nameWithoutRevision(first)}`];
  return [];
}
