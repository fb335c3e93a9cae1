import { emptyApplication } from "../../directory/empty-registration.js";
import type {
  ApplicationProperties,
  AppRole,
  OptionalClaim,
  PermissionScope,
} from "../../directory/registration.js";
import type { Members } from "../bodies/check-body.js";

/** The properties after a checked body was applied: each member replaces the whole property, with Graph's defaults in it. */
export function changedProperties(before: ApplicationProperties, body: Members): ApplicationProperties {
  const given = body as Partial<ApplicationProperties>;
  const { api, web, appRoles, optionalClaims, requiredResourceAccess } = given;
  const empty = emptyApplication({ id: "", createdAt: 0 }).properties;
  return {
    ...before,
    ...given,
    ...(api === undefined
      ? {}
      : {
          api: {
            ...empty.api,
            ...api,
            oauth2PermissionScopes: (api.oauth2PermissionScopes ?? []).map(wholeScope),
          },
        }),
    ...(web === undefined ? {} : { web: { ...empty.web, ...web } }),
    ...(given.spa === undefined ? {} : { spa: { ...empty.spa, ...given.spa } }),
    ...(given.publicClient === undefined
      ? {}
      : { publicClient: { ...empty.publicClient, ...given.publicClient } }),
    ...(appRoles === undefined ? {} : { appRoles: appRoles.map(wholeRole) }),
    ...(optionalClaims === undefined || optionalClaims === null
      ? {}
      : {
          optionalClaims: {
            accessToken: (optionalClaims.accessToken ?? []).map(wholeClaim),
            idToken: (optionalClaims.idToken ?? []).map(wholeClaim),
            saml2Token: (optionalClaims.saml2Token ?? []).map(wholeClaim),
          },
        }),
    ...(requiredResourceAccess === undefined
      ? {}
      : {
          requiredResourceAccess: requiredResourceAccess.map(({ resourceAppId, resourceAccess }) => ({
            resourceAppId: resourceAppId.toLowerCase(),
            resourceAccess: resourceAccess.map(({ id, type }) => ({ id: id.toLowerCase(), type })),
          })),
        }),
  };
}

function wholeRole(role: Partial<AppRole> & Pick<AppRole, "id" | "displayName" | "description">): AppRole {
  return {
    allowedMemberTypes: [...(role.allowedMemberTypes ?? [])],
    description: role.description,
    displayName: role.displayName,
    id: role.id.toLowerCase(),
    isEnabled: role.isEnabled ?? true,
    value: role.value ?? null,
  };
}

function wholeScope(scope: Partial<PermissionScope> & Pick<PermissionScope, "id">): PermissionScope {
  return {
    adminConsentDescription: scope.adminConsentDescription ?? null,
    adminConsentDisplayName: scope.adminConsentDisplayName ?? null,
    id: scope.id.toLowerCase(),
    isEnabled: scope.isEnabled ?? true,
    type: scope.type ?? "User",
    userConsentDescription: scope.userConsentDescription ?? null,
    userConsentDisplayName: scope.userConsentDisplayName ?? null,
    value: scope.value ?? null,
  };
}

function wholeClaim(claim: Partial<OptionalClaim> & Pick<OptionalClaim, "name">): OptionalClaim {
  const { name, source = null, essential = false, additionalProperties = [] } = claim;
  return { name, source, essential, additionalProperties };
}
