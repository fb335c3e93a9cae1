import type { ProductOptions } from "@product-auth/core";
import type { JsonObject } from "../../json/json-value.js";
import type { Said, Unsayable } from "../policies/sayable.js";
import { tokenElementsOf } from "../policies/token-elements.js";
import type { WrittenOptions } from "../policies/token-issuers.js";

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** The members of a product that tell which credentials open it, and what is stricter there. */
export interface ProductAccess {
  readonly properties: JsonObject;
  readonly differences: readonly string[];
}

/** `subscriptionRequired`, `authenticationType` and `application` of a product. */
export function productAccess({
  accepts = ["token"],
  audience = [],
}: ProductOptions): ProductAccess | Unsayable {
  const kinds = accepts as readonly string[];
  if (!kinds.every((kind) => ["token", "key", "open"].includes(kind)))
    return { unsayable: "It accepts a credential that a variable names." };
  const [takesTokens, takesKeys, isOpen] = ["token", "key", "open"].map((kind) => kinds.includes(kind));
  if (!takesTokens) {
    const differences = takesKeys
      ? []
      : ["The gateway takes keys for an open product too, and refuses wrong ones."];
    return { properties: { subscriptionRequired: isOpen !== true }, differences };
  }
  const { application, differences } = applicationOf([audience].flat());
  return {
    properties: {
      subscriptionRequired: true,
      authenticationType: ["application-token", ...(takesKeys ? ["subscription-key"] : [])],
      application,
    },
    differences: [
      ...differences,
      ...(isOpen
        ? ["A product of the gateway that takes tokens is not open to calls without a credential."]
        : []),
    ],
  };
}

function applicationOf(audiences: readonly string[]): {
  readonly application: JsonObject;
  readonly differences: readonly string[];
} {
  const isId = (text: string) => GUID.exec(text)?.[0] === text;
  const audience = audiences.find((one) => !isId(one)) ?? audiences[0] ?? "";
  const applicationId = GUID.exec(audience)?.[0] ?? audiences.find(isId);
  const said = new Set([audience, applicationId]);
  return {
    application: { entra: { audience, ...(applicationId !== undefined && { applicationId }) } },
    differences: [
      ...(audiences.every((one) => said.has(one))
        ? []
        : ["The gateway takes one audience and one application id."]),
      ...(applicationId === undefined
        ? ["The id of the application is not known; write it as applicationId."]
        : []),
    ],
  };
}

/**
 * What a product demands of its tokens beyond what the gateway demands of all. An element would be demanded of keys as
 * well, so that only a product which takes nothing else can have it.
 */
export function productDemands(
  name: string,
  product: ProductOptions,
  options: WrittenOptions,
): Said | Unsayable {
  const {
    accepts = ["token"],
    audience = [],
    role,
    clients = [],
    requiredClaims = [],
    tokenVersions,
  } = product;
  if (!accepts.includes("token")) return NOTHING;
  const { displayName = name } = product;
  const standard = `Product.${displayName}.All`;
  const isStandard =
    role === undefined || role === standard || (/\s/.test(displayName) && role === `Product.${name}.All`);
  const roles = isStandard || role === false ? undefined : [role];
  const isOne = tokenVersions?.length === 1;
  if (roles === undefined && clients.length + requiredClaims.length === 0 && !isOne) return NOTHING;
  if (accepts.length > 1)
    return { unsayable: "It demands more of tokens than the gateway does, and takes other credentials too." };
  const { tenantId } = options;
  if (typeof tenantId !== "string")
    return { unsayable: "It demands more of tokens, and the options name no tenant." };
  return tokenElementsOf(
    {
      issuers: [{ tenantId, ...(isOne && { tokenVersions }) }],
      audiences: [audience].flat(),
      ...(clients.length > 0 && { clients }),
      ...(roles !== undefined && { roles }),
      requiredClaims,
      clockTolerance: 0,
      tokenSource: { scheme: "optional" },
    },
    options,
  );
}

const NOTHING: Said = { elements: [], notes: [] };
