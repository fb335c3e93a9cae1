import type { HoldingFinding } from "../report/holding-finding.js";
import type { Scope } from "../report/scope.js";

/** One policy document or fragment. */
export interface PolicyDocument {
  readonly scope: Scope;
  /** What stands in front of `:line` in places: `apis/orders/policy.xml`, `main.json#api:orders`. */
  readonly source: string;
  /** The document as the reader of policies takes it: decoded from JSON where it stood there. */
  readonly text: string;
}

/** A named value of the service. */
export interface NamedValue {
  /** Name of the resource. */
  readonly name: string;
  /** The name in `{{…}}`. */
  readonly displayName: string;
  /** Absent when it is secret, in a key vault, or not in the input. */
  readonly value?: string;
  readonly isSecret: boolean;
}

/** A product, with what portals show of it. */
export interface ImportedProduct {
  readonly name: string;
  /** Present where the catalog cannot have the name of the service. */
  readonly nameInService?: string;
  readonly at: string;
  readonly displayName: string;
  readonly state: "published" | "notPublished";
  readonly accepts: readonly ("token" | "key" | "open")[];
  /** Audiences of application tokens; empty when the product accepts none. */
  readonly audiences: readonly string[];
  /** App role, when the product accepts tokens. */
  readonly role?: string;
  readonly description?: string;
  readonly approvalRequired?: boolean;
  readonly subscriptionsLimit?: number;
  readonly terms?: string;
  readonly groups: readonly string[];
}

/** An operation whose method and template are known. */
export interface ImportedOperation {
  readonly name: string;
  readonly method: string;
  readonly urlTemplate: string;
  readonly displayName?: string;
  readonly description?: string;
}

/** An API under its path, version included. */
export interface ImportedApi {
  readonly name: string;
  readonly at: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly path: string;
  /** Present where the path has a version. */
  readonly pathWithoutVersion?: string;
  readonly subscriptionRequired: boolean;
  /** Names of products that contain it, in the order of the input. */
  readonly products: readonly string[];
  /** Present where they are not the default. */
  readonly keyHeader?: string;
  readonly keyQuery?: string;
  readonly operations: readonly ImportedOperation[];
  /** `http` unless the input says otherwise: `graphql`, `soap`, `websocket` … */
  readonly type: string;
}

/** A subscription without its keys. */
export interface ImportedSubscription {
  readonly id: string;
  readonly displayName?: string;
  /** `/products/x`, `/apis/x`, `/apis` or `/`. */
  readonly scope: string;
  readonly state: string;
  readonly owner?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly keys: "present" | "absent";
}

/** A client application and the products that it is linked to. */
export interface ImportedClient {
  /** Application (client) id in Entra ID. */
  readonly id: string;
  readonly displayName?: string;
  readonly products: readonly string[];
  readonly state: string;
  readonly owner?: string;
}

/** What the inputs describe, whatever kind they are: products, APIs and policy documents, before policies are understood. */
export interface Configuration {
  readonly products: readonly ImportedProduct[];
  readonly apis: readonly ImportedApi[];
  readonly subscriptions: readonly ImportedSubscription[];
  readonly clients: readonly ImportedClient[];
  readonly namedValues: readonly NamedValue[];
  /** Fragments included. */
  readonly documents: readonly PolicyDocument[];
  /** Names of environment variables, in `${env:NAME}` of documents, that stand for secrets. */
  readonly secretVariables: ReadonlySet<string>;
  /** What was found while the inputs were read: files that cannot be read, links that lead nowhere … */
  readonly findings: readonly HoldingFinding[];
}

/** Keys of subscriptions, apart from the configuration: no report, log or catalog may hold them. */
export type SubscriptionKeys = ReadonlyMap<
  string,
  { readonly primaryKey: string; readonly secondaryKey?: string }
>;
