import type { Product, TokenProfile } from "../../../catalog/products.js";
import type { DecryptionKey } from "../jws/decrypter.js";
import type { SigningKeys } from "../keys/signing-keys.js";
import type { EntraSettings } from "./entra-issuer.js";
import type { OpenIdSettings } from "./openid-issuer.js";

/** The issuers whose tokens are accepted. */
export interface IssuerSettings {
  readonly entra: EntraSettings | undefined;
  readonly openId: readonly OpenIdPlace[];
  readonly decryptionKeys: readonly DecryptionKey[];
  /** The issuer identifiers that are known without a fetch. */
  readonly names: readonly string[];
  readonly audiences: readonly AudienceSet[];
  /** Application id by `aud`, for applications with their own signing keys. Entra's issuer uses this map object. */
  readonly ownKeys: Map<string, string>;
}

/** An OpenID issuer and the source of its keys: URLs, or the keys themselves. */
export interface OpenIdPlace {
  readonly settings: OpenIdSettings;
  readonly discoveryUrl?: string;
  readonly expectedIssuer?: string;
  /** Path of the option that names the expected issuer. */
  readonly option?: string;
  readonly jwksUri?: string;
  readonly given?: SigningKeys;
}

/** The `aud` values that one issuer is trusted with, or refuses for their version. The issuer uses this set object. */
export interface AudienceSet {
  readonly profile: TokenProfile;
  /** The member of a product that it contains. */
  readonly of: "audiences" | "refusedAudiences";
  /** Names of its products; undefined for all. */
  readonly only: readonly string[] | undefined;
  readonly known: Set<string>;
}

/** Fills the sets with the audiences of these products; called again when products are replaced. */
export function fillAudiences(
  { audiences, ownKeys }: Pick<IssuerSettings, "audiences" | "ownKeys">,
  products: readonly Product[],
): void {
  for (const { profile, only, of, known } of audiences) {
    known.clear();
    const its = products.filter(({ name }) => only?.includes(name) ?? true);
    for (const audience of its.flatMap((product) => product[of][profile])) known.add(audience);
    if (of === "audiences") continue;
    // Of products that share an audience, one may accept a version that another refuses.
    for (const audience of its.flatMap((product) => product.audiences[profile])) known.delete(audience);
  }
  ownKeys.clear();
  for (const { ownSigningKeyOf, audiences: its } of products) {
    if (ownSigningKeyOf === undefined) continue;
    for (const audience of [...its["entra-v1"], ...its["entra-v2"]]) ownKeys.set(audience, ownSigningKeyOf);
  }
}
