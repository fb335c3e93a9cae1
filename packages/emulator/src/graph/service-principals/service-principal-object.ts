import type { Directory } from "../../directory/directory.js";
import { rolesOf } from "../../directory/find-registration.js";
import type { Application, ServicePrincipal } from "../../directory/registration.js";
import { timestamp } from "../timestamp.js";
import type { Written } from "../write-list.js";

/** A service principal as Graph writes it; names and roles are those of its application. */
export function servicePrincipalObject(
  directory: Directory,
  principal: ServicePrincipal,
  application: Application | undefined,
): Written {
  const { id, appId, createdAt, deletedAt, properties } = principal;
  const { accountEnabled, ...rest } = properties;
  const { displayName = null, signInAudience = null, identifierUris = [] } = application?.properties ?? {};
  const roles = application === undefined ? [] : rolesOf(directory, application);
  return {
    id,
    deletedDateTime: deletedAt === undefined ? null : timestamp(deletedAt),
    accountEnabled,
    appDisplayName: displayName,
    appId,
    appOwnerOrganizationId: application?.local === false ? microsoftTenant : directory.tenantId,
    createdDateTime: timestamp(createdAt),
    displayName,
    ...rest,
    servicePrincipalNames: [...new Set([...identifierUris, appId])],
    servicePrincipalType: "Application",
    signInAudience,
    appRoles: roles.map((role) => ({ ...role, origin: "Application" })),
    oauth2PermissionScopes: application?.properties.api.oauth2PermissionScopes ?? [],
    ...{ keyCredentials: [], passwordCredentials: [] },
  };
}

const microsoftTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";
