import type { CatalogFile } from "@product-auth/core/catalog";

/** The catalog's member `provision`: what is registered besides the products. Core ignores it. */
export interface ProvisionSettings {
  /** Separates installations in one tenant: `^[a-z0-9][a-z0-9-]{0,39}$`. Default `default`. */
  readonly instance?: string;
  /** Client applications by name: `^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$`. */
  readonly clients?: { readonly [name: string]: ProvisionedClient };
}

/** A client application to register. */
export interface ProvisionedClient {
  /** Default: the name. */
  readonly displayName?: string;
  /** Names of the products whose role it gets; at least one. */
  readonly products: readonly string[];
  /** The owner's id in the list of client applications. */
  readonly ownerId?: string;
  /** Application (client) id. Written back by the first run. */
  readonly applicationId?: string;
}

/** A catalog with the member `provision`. Products may lack an audience. */
export type ProvisionCatalog = CatalogFile & { readonly provision?: ProvisionSettings };
