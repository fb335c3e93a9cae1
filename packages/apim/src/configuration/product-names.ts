import type { HoldingFinding } from "../report/holding-finding.js";
import type { Resource } from "./resource.js";

const LONGEST = 256;

/** Names that products get: the names of the input, with the signs that a catalog takes. */
export interface ProductNames {
  /** The name in the catalog, by the name in the input. Products that are not in the input have none. */
  readonly names: ReadonlyMap<string, string>;
  readonly findings: readonly HoldingFinding[];
}

/** Gives every product a name that a catalog can hold. Two that become alike are both held back. */
export function productNames(products: readonly Resource[]): ProductNames {
  const names = new Map(products.map(({ names: [name = ""] }) => [name, catalogName(name)]));
  const findings = products.flatMap(({ at, names: [name = ""] }): readonly HoldingFinding[] => {
    const renamed = names.get(name);
    if (renamed === undefined || renamed === name) return [];
    const alike = [...names.values()].filter((other) => other === renamed).length > 1;
    const text = "The name of the product has signs that a catalog does not take; they became hyphens.";
    return [
      { severity: "difference", code: "renamed", at, text, holds: [] },
      ...(alike ? [sameName(at, renamed)] : []),
    ];
  });
  return { names, findings };
}

function catalogName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  return (plain === "" ? "product" : plain).slice(0, LONGEST);
}

const sameName = (at: string, name: string): HoldingFinding => ({
  severity: "lost",
  code: "duplicate",
  at,
  text: "Another product gets the same name.",
  holds: [`product:${name}`],
});
