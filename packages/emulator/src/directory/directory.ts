import type { X509Certificate } from "node:crypto";
import type { Application, Assignment, ServicePrincipal } from "./registration.js";

/** An application as a resource: whom tokens are for. */
export interface Product {
  /** Name in the options, or the application id. */
  readonly name: string;
  readonly appId: string;
  readonly displayName: string;
  readonly registrationName: string;
  readonly identifierUris: readonly string[];
  readonly version: 1 | 2;
  readonly assignmentRequired: boolean;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly idtyp: boolean;
  readonly audUseGuid: boolean;
  readonly disabled: boolean;
}

/** A secret that a client can present; `endsAt` is in milliseconds since 1970. */
export interface ClientSecret {
  readonly value: string;
  readonly endsAt: number;
}

/** An application as a client: who requests tokens. */
export interface Client {
  /** Name in the options, or the application id. */
  readonly name: string;
  readonly appId: string;
  /** Object id of the service principal: `oid` and `sub` of its tokens. */
  readonly objectId: string;
  readonly displayName: string;
  readonly registrationName: string;
  readonly secrets: readonly ClientSecret[];
  readonly certificates: readonly X509Certificate[];
  readonly redirectUris: Readonly<Record<"web" | "spa" | "publicClient", readonly string[]>>;
  readonly logoutRedirectUris: readonly string[];
  readonly appRoles: readonly string[];
  readonly assignmentRequired: boolean;
  readonly idTokenClaims: readonly string[];
  readonly consentRequired: boolean;
  readonly disabled: boolean;
  /** Directory roles that it holds, by name. */
  readonly directoryRoles: readonly string[];
}

/** A user account, settled. */
export interface User {
  /** Its name in the options. */
  readonly name: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string | undefined;
  readonly surname: string | undefined;
  readonly email: string | undefined;
  readonly objectId: string;
  /** Tenant of the sign-in: `tid` and issuer of the user's tokens. */
  readonly tenantId: string;
  /** Identity provider of a guest; undefined for members. */
  readonly idp: string | undefined;
  readonly groups: readonly string[];
  /** Assigned app roles by client name; an empty list is an assignment without a role. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly disabled: boolean;
}

/** What the options register. */
export interface Registrations {
  readonly tenantId: string;
  readonly tenantDomain: string;
  /** Whether it is a tenant of External ID for customers. */
  readonly isExternal: boolean;
  readonly products: ReadonlyMap<string, Product>;
  readonly clients: ReadonlyMap<string, RegisteredClient>;
  /** Users of the options, by name; `Users` adds those who sign up. */
  readonly users: ReadonlyMap<string, User>;
}

/** A client of the options, with what it holds. */
export interface RegisteredClient extends Client {
  /** Assigned roles by product name; an empty list is an assignment without a role. */
  readonly assignments: ReadonlyMap<string, readonly string[]>;
  /** Permissions of Microsoft Graph and directory roles. */
  readonly graphRoles: readonly string[];
}

/**
 * One tenant and what is registered in it. The options fill it at the start and Graph changes it; tokens and sign-in
 * read it at each request.
 */
export interface Directory {
  readonly tenantId: string;
  readonly tenantDomain: string;
  readonly isExternal: boolean;
  readonly users: ReadonlyMap<string, User>;
  /** By object id, in the order in which they were created, with the deleted ones. */
  readonly applications: Map<string, Application>;
  /** By object id, in the order in which they were created, with the deleted ones. */
  readonly servicePrincipals: Map<string, ServicePrincipal>;
  /** By id; those of deleted service principals have no effect. */
  readonly assignments: Map<string, Assignment>;
  /** Whether replicas know what was written at that time. */
  readonly isReplicated: (since: number) => boolean;
}
