import type { IncomingMessage } from "node:http";
import { refuseUncalled } from "./lib/refuse-uncalled.js";
import type { ProductAuthOptions } from "./options/options.js";

import type { ProductAuth } from "./product-auth.js";
import { WiredProductAuth } from "./wiring/wired-product-auth.js";

/** Makes a `ProductAuth`, or throws one `ConfigurationError` that lists every problem of the options. */
export function createProductAuth<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
): ProductAuth<P, A> {
  return new WiredProductAuth<P>(options as ProductAuthOptions<P>) as unknown as ProductAuth<P, A>;
}

/**
 * **Does not verify signatures.** Like `createProductAuth`, for an application that verifies Entra's tokens itself.
 * `claimsOf` returns the verified claims of a request. A token is admitted only when its claims equal them and it passes
 * every check except those of key and signature. `claimsOf` must return claims only after the signature has been
 * verified. Fetches nothing. Throws `ConfigurationError` unless `tenantId` names the tenants by GUID.
 */
export function createProductAuthTrustingClaims<const P extends string, const A extends string = never>(
  options: ProductAuthOptions<P, A>,
  claimsOf: (req: IncomingMessage) => unknown,
): ProductAuth<P, A> {
  const auth = new WiredProductAuth<P>(options as ProductAuthOptions<P>, claimsOf);
  return auth as unknown as ProductAuth<P, A>;
}

/** Returns a given instance, or makes one from options. For adapters, which accept both. */
export function productAuthOf<const P extends string, const A extends string = never>(
  given: ProductAuthOptions<P, A> | ProductAuth<P, A>,
): ProductAuth<P, A> {
  refuseUncalled([given], "productAuth", "write productAuth(options), and pass what it returns");
  const isInstance = typeof given === "object" && given !== null && "authorize" in given;
  return isInstance ? given : createProductAuth<P, A>(given);
}
