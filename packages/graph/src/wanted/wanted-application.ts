import type { JsonMembers } from "../client/json-value.js";
import type { Kind } from "./names.js";

/** How an application must be. */
export interface WantedApplication {
  readonly kind: Kind;
  /** The name in the catalog. */
  readonly name: string;
  /** `products.gold`, `clients.batch`. */
  readonly at: string;
  readonly uniqueName: string;
  readonly displayName: string;
  /** Our tags without the mark of an adopted application. */
  readonly tags: readonly string[];
  /** Set at creation only. */
  readonly description?: string;
  /** A product's app role. */
  readonly role?: WantedRole;
  /** The application (client) id or identifier URI that the catalog names. */
  readonly named?: string;
  /** A client's products. */
  readonly products: readonly string[];
  readonly ownerId?: string;
}

/** The app role of a product. */
export interface WantedRole {
  readonly id: string;
  readonly value: string;
  /** Text that administrators read. */
  readonly description: string;
}

/** A role that a client needs: documents the need, grants nothing. */
export interface NeededRole {
  /** The product's name in the catalog. */
  readonly product: string;
  readonly resourceAppId: string;
  readonly roleId: string;
}

export const SIGN_IN_AUDIENCE = "AzureADMyOrg";

/** Shows the service principal under "Enterprise applications". */
export const ENTERPRISE_TAG = "WindowsAzureActiveDirectoryIntegratedApp";

export const appRoleOf = ({ id, value, description }: WantedRole): JsonMembers => ({
  id,
  value,
  displayName: value,
  description,
  allowedMemberTypes: ["Application"],
  isEnabled: true,
});

/** Entra ID then states in a token whether it is for an application or for a user. */
export const IDTYP: JsonMembers = {
  name: "idtyp",
  essential: false,
  additionalProperties: ["include_user_token"],
};

/** The body that creates an application. `identifierUris` follows: it contains the id that creation assigns. */
export function creationBody(wanted: WantedApplication, needed: readonly NeededRole[]): JsonMembers {
  const { displayName, tags, description, role } = wanted;
  return {
    displayName,
    ...(description !== undefined && { description }),
    signInAudience: SIGN_IN_AUDIENCE,
    tags: [...tags],
    ...(role !== undefined && {
      api: { requestedAccessTokenVersion: 2 },
      appRoles: [appRoleOf(role)],
      optionalClaims: { accessToken: [IDTYP] },
    }),
    ...(wanted.kind === "client" && {
      requiredResourceAccess: [...new Set(needed.map(({ resourceAppId }) => resourceAppId))].map((appId) => ({
        resourceAppId: appId,
        resourceAccess: needed
          .filter(({ resourceAppId }) => resourceAppId === appId)
          .map(({ roleId }) => ({ id: roleId, type: "Role" })),
      })),
    }),
  };
}

/** The body that creates a service principal. */
export const servicePrincipalBody = (appId: string, kind: Kind): JsonMembers => ({
  appId,
  ...(kind === "product" && { appRoleAssignmentRequired: true }),
  tags: [ENTERPRISE_TAG],
});
