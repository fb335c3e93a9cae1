import { scopeOfPolicy } from "../../configuration/scope-of-resource.js";
import { kindOfType } from "./resource-kinds.js";
import type { NamePart } from "./resource-names.js";

/**
 * The place of a resource in reports: `file#scope` of a policy, `file#type` of a resource whose name is unknown, else the
 * file. `names` without the service's.
 */
export function placeOf(fullType: string, names: readonly NamePart[], file: string): string {
  const kind = kindOfType(fullType);
  if (kind === undefined) return file;
  const isNamed = namedParts(kind.type, kind.isPolicy, names);
  if (!isNamed) return `${file}#${kind.type}`;
  const known = names.map((part) => part ?? "policy");
  const scope = kind.isPolicy ? scopeOfPolicy(kind.type, known) : undefined;
  return scope === undefined ? file : `${file}#${scope}`;
}

/** Whether a name has as many known parts as its type. The last part of a policy's name is always `policy`. */
export function namedParts(type: string, isPolicy: boolean, names: readonly NamePart[]): boolean {
  const count = type.split("/").length;
  const needed = isPolicy && type !== "policyFragments" ? count - 1 : count;
  return names.length === count && names.slice(0, needed).every((part) => part !== undefined && part !== "");
}
