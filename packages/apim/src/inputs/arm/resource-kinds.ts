/**
 * What becomes of a property whose value only a deployment knows.
 *
 * - `name`: lost; the text stays with its placeholders.
 * - `flag`: lost; left out.
 * - `link`: lost; the resource is left out, because without it the resource could mean more.
 * - `label`: a difference; left out.
 * - `value`: placeholders stand in it, and are reported where the value is used.
 * - `secret`: the resource counts as a secret.
 * - `extra`: left out; it guards nothing.
 */
export type PropertyKind = "name" | "flag" | "link" | "label" | "value" | "secret" | "extra";

export interface ResourceKind {
  /** As ARM writes it, without `Microsoft.ApiManagement/service/`. */
  readonly type: string;
  readonly isPolicy: boolean;
  /** What is read of it. Other properties can hold secrets: addresses of backends, for example. */
  readonly properties: Readonly<Record<string, PropertyKind>>;
  /** An unknown name is a loss; of other resources a difference, because without them less is open. */
  readonly needsName: boolean;
}

const policy = { format: "flag", contentFormat: "flag", value: "value", policyContent: "value" } as const;
const link = { needsName: true, properties: { productId: "link", apiId: "link" } } as const;

const kinds: readonly ResourceKind[] = [
  ...[
    "policies",
    "products/policies",
    "apis/policies",
    "apis/operations/policies",
    "apis/resolvers/policies",
  ].map((type) => ({ type, isPolicy: true, properties: policy, needsName: true })),
  { type: "policyFragments", isPolicy: true, properties: policy, needsName: true },
  {
    type: "products",
    isPolicy: false,
    needsName: true,
    properties: {
      ...{ displayName: "label", state: "flag", subscriptionRequired: "flag", authenticationType: "flag" },
      ...{ application: "value", description: "extra", terms: "extra" },
      ...{ approvalRequired: "extra", subscriptionsLimit: "extra" },
    },
  },
  ...["products/apis", "products/apiLinks", "clientApplications/productLinks"].map((type) => ({
    type,
    isPolicy: false,
    ...link,
  })),
  ...["products/groups", "products/groupLinks"].map((type) => ({
    type,
    isPolicy: false,
    needsName: false,
    properties: { groupId: "extra" } as const,
  })),
  {
    type: "apis",
    isPolicy: false,
    needsName: true,
    properties: {
      ...{ displayName: "label", path: "name", apiVersion: "name", apiVersionSetId: "name" },
      ...{ apiRevision: "flag", isCurrent: "flag", subscriptionRequired: "flag" },
      ...{ subscriptionKeyParameterNames: "flag", type: "flag", apiType: "flag" },
      ...{ description: "extra", isOnline: "extra", protocols: "extra" },
    },
  },
  {
    type: "apis/operations",
    isPolicy: false,
    needsName: true,
    properties: { method: "name", urlTemplate: "name", displayName: "label", description: "extra" },
  },
  {
    type: "apiVersionSets",
    isPolicy: false,
    needsName: true,
    properties: { displayName: "label", versioningScheme: "flag" },
  },
  {
    type: "namedValues",
    isPolicy: false,
    needsName: false,
    properties: { displayName: "label", value: "value", secret: "secret", keyVault: "secret" },
  },
  {
    type: "subscriptions",
    isPolicy: false,
    needsName: false,
    properties: {
      ...{ scope: "link", productId: "link", state: "link", displayName: "label" },
      ...{ ownerId: "extra", userId: "extra" },
      ...{ startDate: "extra", endDate: "extra", expirationDate: "extra" },
    },
  },
  {
    type: "clientApplications",
    isPolicy: false,
    needsName: false,
    properties: {
      ...{ state: "link", entraApplicationId: "link", entraTenantId: "extra" },
      ...{ displayName: "label", description: "extra", ownerId: "extra" },
    },
  },
];

const byType: ReadonlyMap<string, ResourceKind> = new Map([
  ...kinds.map((kind) => [kind.type.toLowerCase(), kind] as const),
]);

/** Older templates call named values `properties`. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["properties", "namedvalues"],
  ["api-version-sets", "apiversionsets"],
]);

const SERVICE = "microsoft.apimanagement/service/";

/** The kind of a resource type, or `undefined` for resources that say nothing about access. Types are compared without case. */
export function kindOfType(fullType: string): ResourceKind | undefined {
  const type = fullType.toLowerCase();
  if (!type.startsWith(SERVICE)) return undefined;
  const inService = type.slice(SERVICE.length);
  const isInWorkspace = inService.startsWith("workspaces/");
  const plain = isInWorkspace ? inService.slice("workspaces/".length) : inService;
  const kind = byType.get(renamed.get(plain) ?? plain);
  return kind === undefined || !isInWorkspace ? kind : { ...kind, type: `workspaces/${kind.type}` };
}
