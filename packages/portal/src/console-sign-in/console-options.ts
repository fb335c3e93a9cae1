import type { CloudName } from "@product-auth/core";

/** Settings of the console. */
export interface ConsoleOptions {
  /** Lets users get a token at the issuer, with their own account: authorization code with PKCE. Default: they cannot. */
  readonly signIn?: ConsoleSignInOptions;
}

/**
 * The console's own client at the issuer of the API. It is independent of how people sign in to the portal. Register the redirect
 * address `{publicUrl}/console/callback`, of the platform "Web" in Entra ID. Where `auth` has `clientApplications`, the client must
 * be in them: list it in `also` of `clientRegistryOver`.
 */
export interface ConsoleSignInOptions {
  /** Application (client) id of the console's registration. Not the portal's own: tokens for the API name this client. */
  readonly clientId: string;
  /** A client secret of the registration. Needed in Entra ID without `certificate`. */
  readonly clientSecret?: string;
  /** A certificate of the registration instead of a secret: PEM text with the certificate and its RSA private key (2048 bits or more). */
  readonly certificate?: string;
  /** Directory (tenant) id, a GUID. Default: the tenant of `auth`, where it has one. */
  readonly tenantId?: string;
  /** Login service by the name of its cloud. Default: that of `auth` when the tenant is its own, else `public`. */
  readonly cloud?: CloudName;
  /** Origin of the login service, for any other one. Plain http only on this machine. */
  readonly authorityHost?: string;
  /** Any other issuer instead of Entra ID, with OpenID Connect discovery. A client of it may be public: without secret. */
  readonly issuer?: string;
  /** Name of the issuer in messages. 1 to 60 characters. Default "Microsoft Entra ID", or the host of `issuer`. */
  readonly label?: string;
  /**
   * Scopes to ask for, by product: `{ pro: ["Orders.Write"] }`. In Entra ID, the audience of the product is put before a scope without
   * a slash; for a product that only keys open, and whose `validateJwt` demands a token besides, name whole scopes. Default in Entra ID: `{audience}/.default`, all that the registration has permission for; elsewhere the scopes
   * that rules name for the product.
   */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
}
