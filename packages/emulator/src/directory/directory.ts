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
  readonly disabled: boolean;
}

/** One tenant and what is registered in it. */
export interface Directory {
  readonly tenantId: string;
  readonly tenantDomain: string;
  readonly products: ReadonlyMap<string, Product>;
  readonly clients: ReadonlyMap<string, Client>;
}
