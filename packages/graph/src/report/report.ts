import type { Finding } from "../findings/finding.js";
import type { JsonValue } from "../client/json-value.js";

/** The mode of `product-auth provision` that made a report. */
export type ProvisionMode = "plan" | "apply" | "check" | "destroy" | "rotate-secret" | "remove-secret";

/** What a change does with its object. */
export type ChangeAction = "create" | "update" | "restore" | "adopt" | "delete" | "unlink";

/** A property that an update changes. */
export interface ChangedField {
  /** The property's name in Graph without its parents, such as `requestedAccessTokenVersion`. */
  readonly name: string;
  readonly from: JsonValue;
  readonly to: JsonValue;
}

/** A change to the tenant. A plan without changes needs no write. */
export interface Change {
  readonly action: ChangeAction;
  /** `products.gold`, `products.gold.servicePrincipal`, `clients.batch`, `clients.batch.products.gold`. */
  readonly at: string;
  /** Whether Graph has confirmed the change. Always false in a plan. */
  readonly done: boolean;
  /** The properties that an `update` changes; empty for other actions. */
  readonly fields: readonly ChangedField[];
}

/** A product's registration. `null`: does not exist yet. */
export interface ReportedProduct {
  readonly applicationId: string | null;
  readonly objectId: string | null;
  readonly servicePrincipalId: string | null;
  readonly audience: string | null;
  readonly role: string;
  readonly roleId: string;
}

/** A client secret without its text. */
export interface ReportedSecret {
  readonly keyId: string;
  /** The first characters of the secret, as Entra ID stores them. */
  readonly hint: string | null;
  readonly displayName: string | null;
  /** ISO 8601. */
  readonly endDateTime: string;
  /** `expiring`: ends within 30 days. */
  readonly state: "active" | "expiring" | "expired";
}

/** A client application's registration. `null`: does not exist yet. */
export interface ReportedClient {
  readonly applicationId: string | null;
  readonly objectId: string | null;
  readonly servicePrincipalId: string | null;
  /** The products whose role is assigned to the client. In a plan: those that will be. */
  readonly products: readonly string[];
  readonly secrets: readonly ReportedSecret[];
}

/** What a plan found, or what a run did. It never contains a secret or a token. */
export interface ProvisionReport {
  /** The version of this form. */
  readonly report: 1;
  readonly mode: ProvisionMode;
  /** 0: done, or a plan. 1: an error among the findings. 3: mode `check`, and something would change. */
  readonly exit: 0 | 1 | 3;
  readonly tenantId: string;
  readonly instance: string;
  readonly changes: readonly Change[];
  readonly products: { readonly [name: string]: ReportedProduct };
  readonly clients: { readonly [name: string]: ReportedClient };
  readonly findings: readonly Finding[];
  /** Whether `completeCatalog` changes the catalog. `path` is for the command that knows the file; `null` otherwise. */
  readonly catalog: { readonly path: string | null; readonly changed: boolean };
}
