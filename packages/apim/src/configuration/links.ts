import type { HoldingFinding } from "../report/holding-finding.js";
import type { Resource } from "./resource.js";

/** Which products hold which APIs. */
export interface ProductLinks {
  /** Catalog names of products, by the name of the API, in the order of the input. */
  readonly productsOfApi: ReadonlyMap<string, readonly string[]>;
  readonly findings: readonly HoldingFinding[];
}

/** Reads links of products. One whose product or API is not in the input is dropped. */
export function productLinks(
  resources: readonly Resource[],
  products: ReadonlyMap<string, string>,
  apis: ReadonlySet<string>,
): ProductLinks {
  const productsOfApi = new Map<string, string[]>();
  const findings: HoldingFinding[] = [];
  for (const { type, names, at } of resources) {
    if (type !== "products/apis") continue;
    const [named = "", api = ""] = names;
    const product = products.get(named);
    if (product === undefined || !apis.has(api))
      findings.push(linkMissing(at, product === undefined ? "product" : "API"));
    else {
      const known = productsOfApi.get(api) ?? [];
      if (!known.includes(product)) productsOfApi.set(api, [...known, product]);
    }
  }
  return { productsOfApi, findings };
}

/** Names of the groups that see a product, by the name of the product. */
export function groupsByProduct(resources: readonly Resource[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { type, names } of resources) {
    const [product = "", group = ""] = names;
    if (type !== "products/groups" || group === "") continue;
    const known = groups.get(product);
    if (known === undefined) groups.set(product, [group]);
    else known.push(group);
  }
  return groups;
}

export const linkMissing = (at: string, what: "product" | "API" | "version set"): HoldingFinding => ({
  severity: "difference",
  code: "link-missing",
  at,
  text: `The ${what} that is linked here is not in the input.`,
  holds: [],
});
