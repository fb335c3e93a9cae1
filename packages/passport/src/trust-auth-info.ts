import type { IncomingMessage } from "node:http";
import type { ProductAuth, ProductAuthOptions } from "@product-auth/core";
import { createProductAuthTrustingClaims } from "@product-auth/core/adapter";

/**
 * **Does not verify signatures.** For an application that authenticates with the `BearerStrategy` of
 * `passport-azure-ad`. Makes an instance for `productAuth(…)` of `@product-auth/express`. Its guards admit a token only
 * when `req.authInfo` holds the same claims, which the verify callback passes on (`done(null, user, token)`). They make
 * every check except those of key and signature, which are the strategy's: only verified claims may be in `req.authInfo`.
 *
 * Fetches no keys. Throws `ConfigurationError` for invalid options, and unless `tenantId` names the tenants by GUID.
 */
export function trustAuthInfo<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
): ProductAuth<P, A> {
  return createProductAuthTrustingClaims<P, A>(options, authInfoOf);
}

const authInfoOf = (req: IncomingMessage): unknown =>
  (req as IncomingMessage & { authInfo?: unknown }).authInfo;
