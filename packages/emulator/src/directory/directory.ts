import type { X509Certificate } from "node:crypto";

/** A product's app registration and service principal, settled. */
export interface Product {
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

/** A client secret; `endsAt` is in milliseconds since 1970. */
export interface Secret {
  readonly value: string;
  readonly endsAt: number;
}

/** A client's app registration and service principal, settled. */
export interface Client {
  readonly name: string;
  readonly appId: string;
  /** Object id of the service principal: `oid` and `sub` of its tokens. */
  readonly objectId: string;
  readonly displayName: string;
  readonly registrationName: string;
  readonly secrets: readonly Secret[];
  readonly certificates: readonly X509Certificate[];
  /** Assigned roles by product name; an empty list is an assignment without a role. */
  readonly assignments: ReadonlyMap<string, readonly string[]>;
  readonly redirectUris: { readonly web: readonly string[]; readonly spa: readonly string[] };
  readonly logoutRedirectUris: readonly string[];
  readonly appRoles: readonly string[];
  readonly assignmentRequired: boolean;
  readonly idTokenClaims: readonly string[];
  readonly consentRequired: boolean;
  readonly disabled: boolean;
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

/** One tenant and what is registered in it. */
export interface Directory {
  readonly tenantId: string;
  readonly tenantDomain: string;
  readonly products: ReadonlyMap<string, Product>;
  readonly clients: ReadonlyMap<string, Client>;
  /** Users of the options, by name; `Users` adds those who sign up. */
  readonly users: ReadonlyMap<string, User>;
}
