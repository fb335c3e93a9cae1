import type { AnyOptions } from "../../adapter-harness.js";
import { PRODUCTS, SUBSCRIPTIONS } from "../credentials.js";
import type { PathApi } from "./path-api.js";

/** APIs and where they lie, as a test's own model knows them. */
export interface PathCatalog {
  readonly name: string;
  readonly unmatched: "refuse" | "any-product";
  readonly apis: readonly PathApi[];
}

export const segmentsOf = (path: string): readonly string[] => (path === "" ? [] : path.split("/"));

/** The options of an instance with that catalog. */
export function optionsOf({ apis, unmatched }: PathCatalog): AnyOptions {
  const entries = apis.map(({ name, path, products, operations }) => [
    name,
    {
      path,
      products: [...products],
      ...(operations && { operations: Object.fromEntries(operations.map(operationEntry)) }),
    },
  ]);
  return {
    products: PRODUCTS,
    subscriptions: SUBSCRIPTIONS,
    apis: Object.fromEntries(entries) as NonNullable<AnyOptions["apis"]>,
    unmatchedPaths: unmatched,
  };
}

function operationEntry(text: string, i: number) {
  const [method = "", urlTemplate = ""] = text.split(" ");
  return [operationName(i), { method, urlTemplate }] as const;
}

export const operationName = (i: number): string => `op${i}`;
