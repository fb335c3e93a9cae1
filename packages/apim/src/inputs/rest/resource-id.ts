/** Where a resource stands in its service. */
export interface ServicePath {
  /** As ARM writes it: `products/apis`. */
  readonly type: string;
  readonly names: readonly string[];
}

const SERVICE = "/providers/microsoft.apimanagement/service/";

/** Types as ARM writes them, by lower case: ids come in any case. */
const TYPES: ReadonlyMap<string, string> = new Map(
  [
    ...["policies", "products", "products/policies", "products/apis", "products/apiLinks"],
    ...["products/groups", "products/groupLinks", "apis", "apis/policies", "apis/operations"],
    ...[
      "apis/operations/policies",
      "apis/resolvers/policies",
      "apis/products",
      "apiVersionSets",
      "namedValues",
    ],
    ...["policyFragments", "subscriptions", "clientApplications", "clientApplications/productLinks"],
  ].map((type) => [type.toLowerCase(), type]),
);

/** Older versions of the management API: other names of types. */
const OLDER: ReadonlyMap<string, string> = new Map([
  ["properties", "namedValues"],
  ["api-version-sets", "apiVersionSets"],
]);

/** Whether an id is one of a resource in an API Management service. */
export const isServiceId = (id: string): boolean => id.toLowerCase().includes(SERVICE);

/** The name of the service in a full resource id, in lower case. */
export function serviceOf(id: string): string | undefined {
  const start = id.toLowerCase().indexOf(SERVICE);
  return start === -1
    ? undefined
    : id
        .slice(start + SERVICE.length)
        .split("/", 1)[0]
        ?.toLowerCase();
}

/**
 * Type and names of a full resource id, after the name of the service. `undefined` for types that say nothing about
 * access. A workspace and what it holds: type `workspaces`, with the workspace's name.
 */
export function servicePathOf(id: string): ServicePath | undefined {
  const start = id.toLowerCase().indexOf(SERVICE);
  if (start === -1) return undefined;
  const query = id.indexOf("?", start);
  const [, ...segments] = id.slice(start + SERVICE.length, query === -1 ? undefined : query).split("/");
  const names = segments.filter((_, i) => i % 2 === 1);
  const kinds = segments.filter((_, i) => i % 2 === 0).join("/");
  if (segments[0]?.toLowerCase() === "workspaces") return { type: "workspaces", names: names.slice(0, 1) };
  if (segments.length === 0 || segments.length % 2 === 1 || names.includes("")) return undefined;
  const type = OLDER.get(kinds.toLowerCase()) ?? TYPES.get(kinds.toLowerCase());
  return type === undefined ? undefined : { type, names };
}
