import type { Application, ServicePrincipal } from "./registration.js";

/** A local application with Graph's defaults. */
export function emptyApplication({ id, createdAt }: Pick<Application, "id" | "createdAt">): Application {
  return {
    ...{ id, appId: id, option: undefined, local: true, createdAt, since: createdAt, deletedAt: undefined },
    ...{ secrets: [], certificates: [], owners: new Set(), rolesSince: new Map() },
    emulator: { logoutRedirectUris: [], consentRequired: false },
    properties: {
      ...{ displayName: "", uniqueName: null, description: null, notes: null, tags: [] },
      ...{ signInAudience: "AzureADMyOrg", isDisabled: null, groupMembershipClaims: null },
      ...{ isFallbackPublicClient: null, serviceManagementReference: null, identifierUris: [] },
      api: {
        ...{ acceptMappedClaims: null, knownClientApplications: [], oauth2PermissionScopes: [] },
        ...{ preAuthorizedApplications: [], requestedAccessTokenVersion: null },
      },
      ...{ appRoles: [], optionalClaims: null, requiredResourceAccess: [] },
      web: {
        ...{ homePageUrl: null, logoutUrl: null, redirectUris: [] },
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
      },
      ...{ spa: { redirectUris: [] }, publicClient: { redirectUris: [] } },
    },
  };
}

/** A service principal with Graph's defaults. */
export function emptyServicePrincipal({
  id,
  appId,
  createdAt,
}: Pick<ServicePrincipal, "id" | "appId" | "createdAt">): ServicePrincipal {
  return {
    ...{ id, appId, createdAt, since: createdAt, deletedAt: undefined },
    ...{ owners: new Set(), directoryRoles: [] },
    properties: {
      ...{ accountEnabled: true, appRoleAssignmentRequired: false, description: null, notes: null, tags: [] },
      ...{ loginUrl: null, preferredSingleSignOnMode: null, notificationEmailAddresses: [] },
    },
  };
}
