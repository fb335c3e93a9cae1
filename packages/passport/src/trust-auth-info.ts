import type { IncomingMessage } from "node:http";
import type { ProductAuth, ProductAuthOptions } from "@product-auth/core";
import { createProductAuthTrustingClaims } from "@product-auth/core/adapter";

/**
 * **Checks no signatures.** For an application that still authenticates with the `BearerStrategy` of
 * `passport-azure-ad`: an instance for `productAuth(…)` of `@product-auth/express`, whose guards judge the token of
 * the request by the product's rules when its verify callback has handed the same claims on (`done(null, user, token)`),
 * so that they are in `req.authInfo`. Without them it refuses. Every check is made here but those of key and
 * signature, which are the other strategy's: nothing that was not verified may get into `req.authInfo`.
 *
 * Fetches no keys. Throws `ConfigurationError`, also unless `tenantId` says the tenants by their GUIDs.
 */
export function trustAuthInfo<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
): ProductAuth<P, A> {
  return createProductAuthTrustingClaims<P, A>(options, authInfoOf);
}

const authInfoOf = (req: IncomingMessage): unknown =>
  (req as IncomingMessage & { authInfo?: unknown }).authInfo;
