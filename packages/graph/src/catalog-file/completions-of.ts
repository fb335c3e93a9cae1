import type { JsonMembers, JsonValue } from "../client/json-value.js";
import { own, ownList, ownText } from "../client/own.js";
import type { ProvisionReport } from "../report/report.js";

/** A change to a catalog: what becomes of the member or item at a path. */
export type Completion =
  /** Adds a member to the object at the path. */
  | {
      readonly kind: "add";
      readonly path: readonly string[];
      readonly name: string;
      readonly value: JsonValue;
    }
  /** Replaces the value at the path. */
  | { readonly kind: "replace"; readonly path: readonly (string | number)[]; readonly value: JsonValue }
  /** Adds an item to the list at the path. */
  | { readonly kind: "append"; readonly path: readonly string[]; readonly value: JsonMembers }
  /** Removes the member or item at the path. */
  | { readonly kind: "remove"; readonly path: readonly (string | number)[] };

/** What a report adds to a catalog, or takes from it after a `destroy`. Empty: the catalog is complete. */
export function completionsOf(catalog: unknown, report: ProvisionReport): readonly Completion[] {
  return report.mode === "destroy" ? withoutDeleted(catalog, report) : withIds(catalog, report);
}

function withIds(catalog: unknown, report: ProvisionReport): readonly Completion[] {
  const found: Completion[] = [];
  for (const [name, { applicationId }] of Object.entries(report.products)) {
    const product = own(own(catalog, "products"), name);
    if (applicationId === null || !isObject(product) || own(product, "audience") !== undefined) continue;
    found.push({ kind: "add", path: ["products", name], name: "audience", value: `api://${applicationId}` });
  }
  const clients = own(own(catalog, "provision"), "clients");
  const list = own(catalog, "clientApplications");
  for (const [name, { applicationId, products }] of Object.entries(report.clients)) {
    const client = own(clients, name);
    if (applicationId === null || !isObject(client)) continue;
    const path = ["provision", "clients", name];
    if (own(client, "applicationId") === undefined)
      found.push({ kind: "add", path, name: "applicationId", value: applicationId });
    if (Array.isArray(list)) found.push(...listed(list, applicationId, name, client, products));
  }
  return found;
}

// Only where the list exists: a new list would shut out every client that is not in it.
function listed(
  list: readonly unknown[],
  id: string,
  name: string,
  client: object,
  products: readonly string[],
): readonly Completion[] {
  // Such an entry may be this client's: a second entry would be an error.
  if (list.some((entry) => ownText(entry, "id")?.includes("${env:"))) return [];
  const index = list.findIndex((entry) => ownText(entry, "id")?.toLowerCase() === id.toLowerCase());
  if (index >= 0) {
    const present = ownList(list[index], "products");
    const isSame = present.length === products.length && products.every((one) => present.includes(one));
    if (isSame) return [];
    return own(list[index], "products") === undefined
      ? []
      : [{ kind: "replace", path: ["clientApplications", index, "products"], value: [...products] }];
  }
  const ownerId = ownText(client, "ownerId");
  const value = {
    id,
    displayName: ownText(client, "displayName") ?? name,
    products: [...products],
    state: "active",
    ...(ownerId !== undefined && { ownerId }),
  };
  return [{ kind: "append", path: ["clientApplications"], value }];
}

function withoutDeleted(
  catalog: unknown,
  { changes, products, clients }: ProvisionReport,
): readonly Completion[] {
  const found: Completion[] = [];
  const deleted = new Set(
    changes.filter(({ action, done }) => action === "delete" && done).map(({ at }) => at),
  );
  for (const [name, { applicationId }] of Object.entries(products)) {
    const audience = own(own(own(catalog, "products"), name), "audience");
    const isOfIt = typeof audience === "string" && applicationId !== null && names(audience, applicationId);
    if (deleted.has(`products.${name}`) && isOfIt)
      found.push({ kind: "remove", path: ["products", name, "audience"] });
  }
  const gone = new Set<string>();
  for (const [name, { applicationId }] of Object.entries(clients)) {
    if (!deleted.has(`clients.${name}`) || applicationId === null) continue;
    gone.add(applicationId.toLowerCase());
    const client = own(own(own(catalog, "provision"), "clients"), name);
    if (own(client, "applicationId") !== undefined)
      found.push({ kind: "remove", path: ["provision", "clients", name, "applicationId"] });
  }
  // From the end: the indexes of the items before stay valid.
  ownList(catalog, "clientApplications").forEach((entry, index) => {
    if (gone.has(ownText(entry, "id")?.toLowerCase() ?? ""))
      found.unshift({ kind: "remove", path: ["clientApplications", index] });
  });
  return found;
}

const names = (audience: string, applicationId: string): boolean =>
  [applicationId, `api://${applicationId}`].includes(audience.toLowerCase());

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
