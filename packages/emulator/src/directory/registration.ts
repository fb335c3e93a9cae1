import type { X509Certificate } from "node:crypto";

/** An app registration: what Graph calls an application. */
export interface Application {
  /** Object id. */
  readonly id: string;
  readonly appId: string;
  /** Name and list in the options of `startEntra`; undefined for a registration made through Graph. */
  readonly option: { readonly list: "products" | "clients"; readonly name: string } | undefined;
  /** False for Microsoft Graph, which is registered in another tenant. */
  readonly local: boolean;
  readonly createdAt: number;
  /** Since when replicas know it, in milliseconds: when it was created or restored. */
  since: number;
  /** When it was deleted; undefined while it is not. */
  deletedAt: number | undefined;
  properties: ApplicationProperties;
  secrets: Secret[];
  readonly certificates: readonly X509Certificate[];
  /** Object ids of the service principals that own it. */
  readonly owners: Set<string>;
  /** Since when replicas know each app role, by role id. */
  rolesSince: ReadonlyMap<string, number>;
  readonly emulator: EmulatorSettings;
}

/** The properties that Graph can write, named and formed as there. */
export interface ApplicationProperties {
  displayName: string;
  uniqueName: string | null;
  description: string | null;
  notes: string | null;
  tags: readonly string[];
  signInAudience: string;
  isDisabled: boolean | null;
  groupMembershipClaims: string | null;
  isFallbackPublicClient: boolean | null;
  serviceManagementReference: string | null;
  identifierUris: readonly string[];
  api: ApiSettings;
  appRoles: readonly AppRole[];
  optionalClaims: OptionalClaims | null;
  requiredResourceAccess: readonly RequiredAccess[];
  web: { readonly redirectUris: readonly string[]; readonly [member: string]: unknown };
  spa: { readonly redirectUris: readonly string[] };
  publicClient: { readonly redirectUris: readonly string[] };
}

/** `api` of an application. */
export interface ApiSettings {
  readonly acceptMappedClaims: boolean | null;
  readonly knownClientApplications: readonly string[];
  readonly oauth2PermissionScopes: readonly PermissionScope[];
  readonly preAuthorizedApplications: readonly object[];
  readonly requestedAccessTokenVersion: 1 | 2 | null;
}

/** A delegated scope. */
export interface PermissionScope {
  readonly id: string;
  readonly value: string | null;
  readonly type: string;
  readonly isEnabled: boolean;
  readonly adminConsentDisplayName: string | null;
  readonly adminConsentDescription: string | null;
  readonly userConsentDisplayName: string | null;
  readonly userConsentDescription: string | null;
}

/** An app role. */
export interface AppRole {
  readonly id: string;
  readonly value: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly allowedMemberTypes: readonly string[];
  readonly isEnabled: boolean;
}

/** Optional claims by kind of token. */
export interface OptionalClaims {
  readonly accessToken: readonly OptionalClaim[];
  readonly idToken: readonly OptionalClaim[];
  readonly saml2Token: readonly OptionalClaim[];
}

/** An optional claim. */
export interface OptionalClaim {
  readonly name: string;
  readonly source: string | null;
  readonly essential: boolean;
  readonly additionalProperties: readonly string[];
}

/** What an application requires of one resource; it grants nothing. */
export interface RequiredAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: string }[];
}

/** A client secret. Times in milliseconds since 1970. */
export interface Secret {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly value: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** Since when replicas know it. */
  readonly since: number;
}

/** Settings that the options have and Graph does not. */
export interface EmulatorSettings {
  readonly logoutRedirectUris: readonly string[];
  readonly consentRequired: boolean;
}

/** The instance of an application in the tenant. */
export interface ServicePrincipal {
  /** Object id: `oid` and `sub` of the application's tokens. */
  readonly id: string;
  readonly appId: string;
  readonly createdAt: number;
  since: number;
  deletedAt: number | undefined;
  properties: ServicePrincipalProperties;
  readonly owners: Set<string>;
  /** Directory roles it holds, by name. */
  readonly directoryRoles: readonly string[];
}

/** The properties of a service principal that Graph can write. */
export interface ServicePrincipalProperties {
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  description: string | null;
  notes: string | null;
  tags: readonly string[];
  loginUrl: string | null;
  preferredSingleSignOnMode: string | null;
  notificationEmailAddresses: readonly string[];
}

/** An app role of a resource that a principal holds. */
export interface Assignment {
  readonly id: string;
  readonly appRoleId: string;
  /** Object id of the client's service principal. */
  readonly principalId: string;
  /** Object id of the resource's service principal. */
  readonly resourceId: string;
  readonly createdAt: number;
  readonly since: number;
}

/** The role id of an assignment without a role ("default access"). */
export const defaultAccess = "00000000-0000-0000-0000-000000000000";
