import { textOf } from "../json/json-object.js";
import { lastSegment } from "./last-segment.js";
import type { Resource } from "./resource.js";
import { nameWithoutRevision } from "./scope-of-resource.js";

/** How the products, APIs and operations of an input spell their names. Names that are not in it stay as they are. */
export interface Spelling {
  readonly product: (name: string) => string;
  readonly api: (name: string) => string;
  readonly operation: (api: string, name: string) => string;
}

/**
 * The service compares names without case: a policy of `products/Gold` belongs to the product `gold`. Read apart, it would
 * guard nothing. The spelling of the resource itself counts, the first one of several.
 */
export function spellingOf(resources: readonly Resource[]): Spelling {
  const known = new Map<string, string>();
  for (const { type, names } of resources) {
    if (type !== "products" && type !== "apis" && type !== "apis/operations") continue;
    const key = keyOf(type, ...names);
    const name = names.at(-1) ?? "";
    if (!known.has(key)) known.set(key, type === "apis" ? nameWithoutRevision(name) : name);
  }
  return {
    product: (name) => known.get(keyOf("products", name)) ?? name,
    api: (name) => known.get(keyOf("apis", name)) ?? nameWithoutRevision(name),
    operation: (api, name) => known.get(keyOf("apis/operations", api, name)) ?? name,
  };
}

const keyOf = (type: string, ...names: readonly string[]): string =>
  JSON.stringify([type, ...names.map((name) => nameWithoutRevision(name).toLowerCase())]);

/**
 * Resources under one spelling of their names, and links in one form: `products/apis`, `products/groups` and
 * `clientApplications/products`, whose names are the ends of the link.
 */
export const withOneSpelling = (resources: readonly Resource[], spelling: Spelling): readonly Resource[] =>
  resources.map((resource) => {
    const { type, names } = plainLink(resource);
    return { ...resource, type, names: spelt(type, names, spelling) };
  });

function plainLink({ type, names, properties }: Resource): Pick<Resource, "type" | "names"> {
  const linked = (form: string, id: string): Pick<Resource, "type" | "names"> => ({
    type: form,
    names: [names[0] ?? "", lastSegment(textOf(properties, id) ?? "")],
  });
  if (type === "products/apiLinks") return linked("products/apis", "apiId");
  // The list of an API's products answers with ids below the API.
  if (type === "apis/products") return { type: "products/apis", names: [names[1] ?? "", names[0] ?? ""] };
  if (type === "products/groupLinks") return linked("products/groups", "groupId");
  return type === "clientApplications/productLinks"
    ? linked("clientApplications/products", "productId")
    : { type, names };
}

function spelt(type: string, names: readonly string[], spelling: Spelling): readonly string[] {
  const [first = "", second = "", ...rest] = names;
  const [outer, inner] = type.split("/");
  if (outer === "products") {
    if (inner === undefined) return [spelling.product(first)];
    return [spelling.product(first), inner === "apis" ? spelling.api(second) : second, ...rest];
  }
  if (outer === "clientApplications" && inner === "products") return [first, spelling.product(second)];
  if (outer !== "apis") return names;
  // The suffix of a revision stays until revisions are distinguished.
  const api = spelling.api(first) + first.slice(nameWithoutRevision(first).length);
  if (inner === undefined) return [api];
  return [api, inner === "operations" ? spelling.operation(first, second) : second, ...rest];
}
