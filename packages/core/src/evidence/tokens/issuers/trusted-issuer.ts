import type { TokenProfile } from "../../../catalog/products.js";
import type { TokenRules, VerifiedToken } from "../../evidence.js";
import type { Finding } from "../../../refusals/refusals.js";
import type { Algorithm } from "../keys/algorithms.js";
import type { KeySource, Snapshot } from "../keys/key-source.js";
import type { SigningKey } from "../keys/signing-keys.js";
import type { JsonObject } from "../../../lib/json-object.js";

/**
 * An issuer whose tokens are accepted: the checks of its tokens and the source of its keys. The methods are called in this
 * order; the signature is checked after `read`. Nothing in a token ever selects a URL.
 */
export interface TrustedIssuer {
  /** Which set of checks it makes, for `explain`. */
  readonly rules: TokenRules;
  readonly sources: readonly KeySource[];
  /** The `aud` values that token policies accept from this issuer. They open no product. Filled by `PolicyVerifiers`. */
  readonly policyAudiences: PolicyAudiences;
  /**
   * Whether `iss` is its own; the key source whose metadata must be read first when only that knows. `tenant`: `tid`.
   * `isLast`: no other issuer follows in the list.
   */
  owns(issuer: unknown, tenant?: unknown, isLast?: boolean): boolean | KeySource;
  checkHeader(header: JsonObject): Finding | undefined;
  /** The source of the keys for this token. */
  sourceFor(payload: JsonObject): KeySource | Finding;
  checkIssuer(payload: JsonObject, snapshot: Snapshot): Finding | undefined;
  /** Refuses an audience that neither a product nor a token policy has, before a key is selected. */
  checkAudience(payload: JsonObject): Finding | undefined;
  /** For an unknown key: what probably happened, and how to fix it. */
  hintForUnknownKey(payload: JsonObject): string | undefined;
  /** The names of this issuer that are known at this time, for a refusal that lists them. */
  names(now: number): readonly string[];
  /** Keys to try, given that no key has the token's `kid`; empty when there is nothing to try. */
  keysWithoutKid(header: JsonObject, snapshot: Snapshot): readonly SigningKey[];
  checkKey(payload: JsonObject, key: SigningKey, snapshot: Snapshot): Finding | undefined;
  /** Reads the claims by name and shape; `decide` checks time, product and rights. */
  read(payload: JsonObject): VerifiedToken | Finding;
  /** Calls the application's own functions, after the signature has been verified. One that fails refuses the token. */
  complete(token: VerifiedToken): VerifiedToken | Finding;
  /**
   * The token as products see it, of what `read` has returned: with the audiences only that this issuer is trusted with
   * for products. A finding when there are none. Called when `policyAudiences` is not empty.
   */
  forProducts(token: VerifiedToken): VerifiedToken | Finding;
  readonly algorithms: readonly Algorithm[];
}

/** Audiences of token policies, per shape of token. */
export type PolicyAudiences = Readonly<Record<TokenProfile, Set<string>>>;

/** No audiences yet. */
export const noPolicyAudiences = (): PolicyAudiences => ({
  "entra-v1": new Set(),
  "entra-v2": new Set(),
  openid: new Set(),
});
