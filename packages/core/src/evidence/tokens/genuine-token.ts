import type { BadCredential, GoodToken, TokenClaims, VerifiedToken } from "../evidence.js";
import type { TrustedIssuer } from "./issuers/trusted-issuer.js";
import { deepFreeze } from "../../lib/deep-freeze.js";
import type { JsonObject } from "../../lib/json-object.js";

/**
 * A verified token that parses its claims again on first access. Most handlers never read them, so the cache of ten
 * thousand tokens keeps little more than their texts: less to freeze, and less for the garbage collector.
 */
export class GenuineToken implements VerifiedToken {
  declare readonly profile: VerifiedToken["profile"];
  declare readonly issuer: string;
  declare readonly tenantId?: string;
  declare readonly audience: string | readonly string[];
  declare readonly clientId?: string;
  declare readonly caller: VerifiedToken["caller"];
  declare readonly roles: readonly string[];
  declare readonly scopes: readonly string[];
  declare readonly groups?: readonly string[] | "unknown";
  declare readonly expiresAt?: number;
  declare readonly notBefore?: number;
  declare readonly issuedAt?: number;
  declare readonly id?: string;
  declare readonly claims: TokenClaims;
  readonly #payload: string;
  #claims: TokenClaims | undefined;
  #voucher: Voucher | undefined = undefined;
  #evidence: GoodToken | undefined = undefined;

  /** `payload`: the token's second part, which has been parsed before without error. */
  constructor(token: VerifiedToken, payload: string) {
    this.#payload = payload;
    this.profile = token.profile;
    this.issuer = token.issuer;
    if (token.tenantId !== undefined) this.tenantId = token.tenantId;
    this.audience = Object.freeze(token.audience);
    if (token.clientId !== undefined) this.clientId = token.clientId;
    this.caller = token.caller;
    this.roles = Object.freeze(token.roles);
    this.scopes = Object.freeze(token.scopes);
    if (token.groups !== undefined) this.groups = Object.freeze(token.groups);
    if (token.expiresAt !== undefined) this.expiresAt = token.expiresAt;
    if (token.notBefore !== undefined) this.notBefore = token.notBefore;
    if (token.issuedAt !== undefined) this.issuedAt = token.issuedAt;
    if (token.id !== undefined) this.id = token.id;
    // An own enumerable property, so that copies and JSON include the claims.
    Object.defineProperty(this, "claims", CLAIMS);
    Object.freeze(this);
  }

  /** Notes who vouched for the token. Private: a handler may log the token. */
  static vouch(token: GenuineToken, voucher: Voucher): void {
    token.#voucher = voucher;
  }

  /** Who vouched for a token; undefined for a token that no issuer of ours has verified. */
  static voucherOf(token: VerifiedToken): Voucher | undefined {
    return #voucher in token ? token.#voucher : undefined;
  }

  /** The evidence that a token is good, made at the first request with it. */
  static evidenceOf(token: VerifiedToken): GoodToken {
    return #evidence in token ? (token.#evidence ??= goodToken(token)) : goodToken(token);
  }

  static claimsOf(token: GenuineToken): TokenClaims {
    return (token.#claims ??= deepFreeze(parse(token.#payload)));
  }
}

/** The issuer that vouched for a token, and the token with all of its audiences, and as products see it. */
export interface Voucher {
  readonly issuer: TrustedIssuer;
  readonly token: GenuineToken;
  readonly forProducts: GenuineToken | BadCredential;
}

const goodToken = (token: VerifiedToken): GoodToken => ({
  kind: "good",
  token,
  client: token.clientId === undefined ? undefined : Object.freeze({ id: token.clientId }),
});

// One getter for all tokens, so that they share a hidden class.
const CLAIMS: PropertyDescriptor = {
  enumerable: true,
  get(this: GenuineToken): TokenClaims {
    return GenuineToken.claimsOf(this);
  },
};

const parse = (payload: string): JsonObject =>
  JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as JsonObject;
