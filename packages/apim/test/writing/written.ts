import { catalogFiles } from "#src/writing/catalog-files.js";
import type { Writable } from "#src/writing/points.js";
import { importedOf, type Configured } from "./configured.js";

interface Json {
  readonly [name: string]: Json;
}

/** The files that an import writes, parsed. Members are those of any JSON object. */
export interface Written {
  readonly catalog: Json;
  readonly options: Json;
  readonly rules: readonly Json[];
  readonly held: readonly { readonly scope: string; readonly reason: string }[];
}

export const written = (given: Configured): Written => parsed(importedOf(given));

export function parsed(imported: Writable): Written {
  const files = catalogFiles(imported);
  const read = (name: string): unknown => JSON.parse(files.get(name)!);
  const { rules, held } = read("rules.json") as Pick<Written, "rules" | "held">;
  return { catalog: read("catalog.json") as Json, options: read("options.json") as Json, rules, held };
}

/** An APIs-and-products pair that most cases share: `orders` in `gold`, with two operations. */
export const SHOP: Configured = {
  products: { gold: {} },
  apis: { orders: { products: ["gold"], operations: { list: "GET /", create: "POST /" } } },
};
