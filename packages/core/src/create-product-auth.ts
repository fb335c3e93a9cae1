import type { IncomingMessage } from "node:http";
import type { ProductAuthOptions } from "./options/options.js";

import type { ProductAuth } from "./product-auth.js";
import { WiredProductAuth } from "./wired-product-auth.js";

/** Makes a `ProductAuth`, or throws one `ConfigurationError` that lists every problem of the options. */
export function createProductAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
): ProductAuth<P, A> {
  return new WiredProductAuth<P>(options as ProductAuthOptions<P>) as unknown as ProductAuth<P, A>;
}

/**
 * **Checks no signatures.** Like `createProductAuth`, for an application whose own strategy verifies Entra's tokens and
 * leaves the claims on the request, where `claimsOf` finds them. A request's token is admitted only when the same
 * claims are there, and when it passes every check but those of key and signature; so whatever `claimsOf` gives must
 * come from nothing but a verified signature. Fetches nothing. Throws `ConfigurationError` unless `tenantId` says the
 * tenants by their GUIDs.
 */
export function createProductAuthTrustingClaims<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
  claimsOf: (req: IncomingMessage) => unknown,
): ProductAuth<P, A> {
  const auth = new WiredProductAuth<P>(options as ProductAuthOptions<P>, claimsOf);
  return auth as unknown as ProductAuth<P, A>;
}

/** What an adapter is given: an instance that is shared, as it is, or options to make one of. */
export function productAuthOf<const P extends string, const A extends string = never>(
  given: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): ProductAuth<P, A> {
  const isInstance = typeof given === "object" && given !== null && "authorize" in given;
  return isInstance ? given : createProductAuth<P, A>(given);
}
