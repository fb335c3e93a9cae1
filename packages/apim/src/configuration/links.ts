import { textOf } from "../json/json-object.js";
import type { HoldingFinding } from "../report/holding-finding.js";
import { lastSegment } from "./last-segment.js";
import type { Resource } from "./resource.js";
import { nameWithoutRevision } from "./scope-of-resource.js";

/** Which products hold which APIs. */
export interface ProductLinks {
  /** Catalog names of products, by the name of the API, in the order of the input. */
  readonly productsOfApi: ReadonlyMap<string, readonly string[]>;
  readonly findings: readonly HoldingFinding[];
}

/** Reads links of every form. One whose product or API is not in the input is dropped. */
export function productLinks(
  resources: readonly Resource[],
  products: ReadonlyMap<string, string>,
  apis: ReadonlySet<string>,
): ProductLinks {
  const productsOfApi = new Map<string, string[]>();
  const findings: HoldingFinding[] = [];
  for (const resource of resources) {
    const api = apiOf(resource);
    if (api === undefined) continue;
    const product = products.get(resource.names[0] ?? "");
    if (product === undefined || !apis.has(api))
      findings.push(linkMissing(resource.at, product === undefined ? "product" : "API"));
    else {
      const known = productsOfApi.get(api) ?? [];
      if (!known.includes(product)) productsOfApi.set(api, [...known, product]);
    }
  }
  return { productsOfApi, findings };
}

function apiOf({ type, names, properties }: Resource): string | undefined {
  if (type === "products/apis") return nameWithoutRevision(names[1] ?? "");
  if (type === "products/apiLinks")
    return nameWithoutRevision(lastSegment(textOf(properties, "apiId") ?? ""));
  return undefined;
}

/** Names of the groups that see a product. */
export function groupsOf(resources: readonly Resource[], product: string): readonly string[] {
  const groups = resources.flatMap(({ type, names, properties }) => {
    if (names[0] !== product) return [];
    if (type === "products/groups") return [names[1] ?? ""];
    return type === "products/groupLinks" ? [lastSegment(textOf(properties, "groupId") ?? "")] : [];
  });
  return [...new Set(groups)].filter((group) => group !== "");
}

export const linkMissing = (at: string, what: "product" | "API" | "version set"): HoldingFinding => ({
  severity: "difference",
  code: "link-missing",
  at,
  text: `The ${what} that is linked here is not in the input.`,
  holds: [],
});
