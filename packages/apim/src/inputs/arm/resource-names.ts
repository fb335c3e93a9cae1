import type { Scope } from "../../configuration/scope.js";
import { Pieces, Unknown, type Value } from "./template-value.js";

/** One part of a resource's name; `undefined` when a deployment decides it. */
export type NamePart = string | undefined;

/** Splits a name at its slashes. An unknown value makes the part it stands in unknown. */
export function namePartsOf(name: Value): readonly NamePart[] {
  if (typeof name === "string") return name.split("/");
  if (name instanceof Unknown) return [undefined];
  if (!(name instanceof Pieces)) return [];
  const parts: NamePart[] = [""];
  for (const piece of name.parts) {
    if (piece instanceof Unknown) {
      parts[parts.length - 1] = undefined;
      continue;
    }
    const [first = "", ...others] = piece.split("/");
    const last = parts.at(-1);
    parts[parts.length - 1] = last === undefined ? undefined : last + first;
    for (const other of others) parts.push(other);
  }
  return parts;
}

/** Where a policy document stands; `undefined` when an unknown name decides it. */
export function scopeOfPolicy(type: string, names: readonly NamePart[]): Scope | undefined {
  const [owner, operation] = names;
  if (type === "policies") return "global";
  if (owner === undefined) return undefined;
  const api = withoutRevision(owner);
  if (type === "products/policies") return `product:${owner}`;
  if (type === "apis/policies") return `api:${api}`;
  if (type === "policyFragments") return `fragment:${owner}`;
  return operation === undefined ? undefined : `operation:${api}/${operation}`;
}

/** What must be held when something about a resource is lost. */
export function heldBy(type: string, names: readonly NamePart[]): readonly string[] {
  const [owner] = names;
  const isPolicy = type.endsWith("policies");
  if (type === "policies") return ["global"];
  // Documents that include a fragment that is not there are lost where they stand.
  if (type === "policyFragments") return [];
  if (owner === undefined) return isPolicy ? ["global"] : [];
  if (type === "products" || type === "products/policies") return [`product:${owner}`];
  return type === "apis" || type.startsWith("apis/") ? [`api:${withoutRevision(owner)}`] : [];
}

/** `orders;rev=2` → `orders`. */
function withoutRevision(api: string): string {
  const at = api.indexOf(";rev=");
  return at < 0 ? api : api.slice(0, at);
}
