import type { Json } from "../../json/json-value.js";
import { itemsOf, memberOf, textOf } from "../../json/json-object.js";

/** How a resource of the azurerm provider is written in the management API. */
export interface TerraformKind {
  /** Type of the management API. */
  readonly type: string;
  /** Attributes that give its names, in order. */
  readonly names: readonly string[];
  /** Attributes that a decision about access depends on. One that is unknown is a loss. */
  readonly needed: readonly string[];
  /** Properties of the management API by attribute. */
  readonly properties: Readonly<Record<string, string>>;
  readonly isPolicy?: true;
}

const names = { display_name: "displayName", description: "description" };

const namedValue: TerraformKind = {
  type: "namedValues",
  names: ["name"],
  needed: [],
  properties: { display_name: "displayName", value: "value", secret: "secret" },
};

/** See https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/api_management */
export const terraformKinds: ReadonlyMap<string, TerraformKind> = new Map<string, TerraformKind>([
  [
    "product",
    {
      type: "products",
      names: ["product_id"],
      needed: ["subscription_required", "published"],
      properties: {
        ...names,
        subscription_required: "subscriptionRequired",
        approval_required: "approvalRequired",
        subscriptions_limit: "subscriptionsLimit",
        terms: "terms",
      },
    },
  ],
  [
    "api",
    {
      type: "apis",
      names: ["name"],
      needed: [
        ...["path", "version", "version_set_id", "revision", "subscription_required"],
        "subscription_key_parameter_names",
      ],
      properties: {
        ...names,
        path: "path",
        version: "apiVersion",
        version_set_id: "apiVersionSetId",
        revision: "apiRevision",
        subscription_required: "subscriptionRequired",
        api_type: "type",
      },
    },
  ],
  [
    "api_version_set",
    {
      type: "apiVersionSets",
      names: ["name"],
      needed: ["versioning_scheme"],
      properties: { ...names, versioning_scheme: "versioningScheme" },
    },
  ],
  [
    "api_operation",
    {
      type: "apis/operations",
      names: ["api_name", "operation_id"],
      needed: ["method", "url_template"],
      properties: { ...names, method: "method", url_template: "urlTemplate" },
    },
  ],
  ["product_api", link("products/apis", "product_id", "api_name")],
  ["product_group", link("products/groups", "product_id", "group_name")],
  ["named_value", namedValue],
  ["property", namedValue],
  [
    "subscription",
    {
      type: "subscriptions",
      names: ["subscription_id"],
      needed: ["product_id", "api_id", "state"],
      properties: { display_name: "displayName", state: "state", user_id: "ownerId" },
    },
  ],
  ["policy", policy("policies")],
  ["product_policy", policy("products/policies", "product_id")],
  ["api_policy", policy("apis/policies", "api_name")],
  ["api_operation_policy", policy("apis/operations/policies", "api_name", "operation_id")],
  ["policy_fragment", policy("policyFragments", "name")],
]);

function link(type: string, ...attributes: readonly string[]): TerraformKind {
  return { type, names: attributes, needed: [], properties: {} };
}

function policy(type: string, ...attributes: readonly string[]): TerraformKind {
  return { type, names: attributes, needed: [], properties: {}, isPolicy: true };
}

/** Properties that are no copies of an attribute. */
export function computedProperties(type: string, values: Json): ReadonlyMap<string, Json> {
  const computed = new Map<string, Json>();
  if (type === "products" && memberOf(values, "published") === true) computed.set("state", "published");
  if (type === "apis") addKeyNames(values, computed);
  if (type === "subscriptions") computed.set("scope", scopeOf(values));
  return computed;
}

/** One block is a list with one object. */
function addKeyNames(values: Json, computed: Map<string, Json>): void {
  const [parameterNames] = itemsOf(memberOf(values, "subscription_key_parameter_names"));
  const header = textOf(parameterNames, "header");
  const query = textOf(parameterNames, "query");
  if (header === undefined && query === undefined) return;
  computed.set("subscriptionKeyParameterNames", {
    ...(header === undefined ? {} : { header }),
    ...(query === undefined ? {} : { query }),
  });
}

/** With neither product nor API the provider subscribes to all APIs. A revision of an API is no scope. */
function scopeOf(values: Json): string {
  const product = lastSegment(textOf(values, "product_id"));
  const api = lastSegment(textOf(values, "api_id"))?.split(";rev=", 1)[0];
  if (product !== undefined) return `/products/${product}`;
  return api === undefined ? "/apis" : `/apis/${api}`;
}

/** Identifiers are names or absolute: `/subscriptions/…/products/gold` → `gold`. */
export function lastSegment(identifier: string | undefined): string | undefined {
  return identifier === undefined
    ? undefined
    : identifier.slice(identifier.lastIndexOf("/") + 1) || undefined;
}
