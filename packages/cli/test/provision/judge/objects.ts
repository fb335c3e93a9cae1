export interface AppRole {
  id: string;
  value: string | null;
  displayName: string;
  description: string;
  allowedMemberTypes: string[];
  isEnabled: boolean;
  origin?: string;
}

export interface Secret {
  customKeyIdentifier: string | null;
  displayName: string | null;
  endDateTime: string;
  hint: string;
  keyId: string;
  secretText: string | null;
  startDateTime: string;
}

export interface Claim {
  name: string;
  source: string | null;
  essential: boolean;
  additionalProperties: string[];
}

export interface Access {
  resourceAppId: string;
  resourceAccess: { id: string; type: string }[];
}

export interface Application {
  id: string;
  deletedDateTime: string | null;
  appId: string;
  uniqueName: string | null;
  displayName: string;
  description: string | null;
  notes: string | null;
  tags: string[];
  signInAudience: string;
  identifierUris: string[];
  api: {
    acceptMappedClaims: boolean | null;
    knownClientApplications: string[];
    requestedAccessTokenVersion: number | null;
    oauth2PermissionScopes: unknown[];
    preAuthorizedApplications: unknown[];
  };
  appRoles: AppRole[];
  optionalClaims: { idToken: Claim[]; accessToken: Claim[]; saml2Token: Claim[] } | null;
  requiredResourceAccess: Access[];
  passwordCredentials: Secret[];
  web: { homePageUrl: string | null; redirectUris: string[] };
}

export interface ServicePrincipal {
  id: string;
  deletedDateTime: string | null;
  appId: string;
  displayName: string;
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  servicePrincipalType: string;
  tags: string[];
}

export interface Assignment {
  id: string;
  deletedDateTime: string | null;
  appRoleId: string;
  createdDateTime: string;
  principalDisplayName: string;
  principalId: string;
  principalType: string;
  resourceDisplayName: string;
  resourceId: string;
}

/** An object of the tenant, and the time at which readers other than its author see it. */
export interface Stored<T> {
  readonly value: T;
  visibleAt: number;
  readonly foreign: boolean;
}
