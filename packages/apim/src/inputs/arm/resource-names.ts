import { holdsOfResource } from "../../configuration/scope-of-resource.js";
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

/** What must be held when something about a resource is lost whose name may be unknown. */
export function heldBy(type: string, names: readonly NamePart[]): readonly string[] {
  const [owner] = names;
  // Which API a product holds besides those that are known.
  if (type === "products/apis" || type === "products/apiLinks") return [`links:${owner ?? ""}`];
  if (owner !== undefined || type === "policies") return holdsOfResource(type, [owner ?? ""]);
  // A document that includes an unknown fragment is lost where it stands.
  return type.endsWith("/policies") ? ["global"] : [];
}

/** The same for a name as a template has it. A parameter may hold several parts, so that the first known one is not the first. */
export function heldByWhole(type: string, names: readonly NamePart[]): readonly string[] {
  const isWhole = names.length === type.split("/").length;
  return heldBy(type, isWhole ? names : []);
}
