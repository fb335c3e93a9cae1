import { bad, type TokenEvidence, type VerifiedToken } from "../evidence.js";
import { GenuineToken, type Voucher } from "./genuine-token.js";
import type { TrustedIssuer } from "./issuers/trusted-issuer.js";

/**
 * Makes a token that an issuer has verified. An audience of a token policy opens no product, so products see a token
 * without it. The token was checked against both before its signature; the cache is cleared whenever the products are
 * replaced.
 */
export function vouchedBy(issuer: TrustedIssuer, token: VerifiedToken, payload: string): GenuineToken {
  const genuine = new GenuineToken(token, payload);
  const seen = issuer.policyAudiences[token.profile].size === 0 ? token : issuer.forProducts(token);
  const forProducts =
    "code" in seen ? bad(seen, issuer.rules) : seen === token ? genuine : new GenuineToken(seen, payload);
  const voucher: Voucher = { issuer, token: genuine, forProducts };
  GenuineToken.vouch(genuine, voucher);
  if (forProducts instanceof GenuineToken && forProducts !== genuine)
    GenuineToken.vouch(forProducts, voucher);
  return genuine;
}

/** The evidence about a token as a credential: without the audiences of token policies. */
export function asProductsSee(found: TokenEvidence): TokenEvidence {
  if (found.kind !== "good") return found;
  const seen = GenuineToken.voucherOf(found.token)!.forProducts;
  if (seen === found.token) return found;
  return seen instanceof GenuineToken ? GenuineToken.evidenceOf(seen) : seen;
}
