import type { TokenProfile } from "../../../catalog/products.js";
import type { OpenIdPlace } from "./issuer-settings.js";
import type { EntraSettings } from "./entra-issuer.js";

/** An issuer that a token policy accepts: one of the options, or one that the policy describes itself. */
export type PolicyIssuer =
  | { readonly kind: "entra" }
  /** Index in `IssuerSettings.openId`. */
  | { readonly kind: "option"; readonly index: number }
  /** `given`: the options it was made from. Issuers with equal options are one. */
  | { readonly kind: "own"; readonly given: unknown; readonly place: OpenIdPlace }
  | { readonly kind: "own-entra"; readonly given: unknown; readonly settings: EntraSettings };

/** What verifying a token for a policy depends on. */
export interface PolicyTokens {
  readonly issuers: readonly PolicyIssuer[];
  /** The `aud` values that the policy accepts, per shape of token. */
  readonly audiences: Readonly<Record<TokenProfile, ReadonlySet<string>>>;
}
