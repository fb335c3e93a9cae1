import type { TokenClaims, VerifiedToken } from "../evidence.js";
import { deepFreeze } from "../../lib/deep-freeze.js";
import type { JsonObject } from "../../lib/json-object.js";

/**
 * A verified token whose claims are read again, once, when somebody asks for them. Most handlers never do, and what is
 * remembered of ten thousand tokens is their texts and little else: less to freeze, and less for the collector to move.
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

  /** `payload` is the token's second part, which was read without fault before. */
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
    // A member of its own, as of any object: copies and JSON have the claims.
    Object.defineProperty(this, "claims", CLAIMS);
    Object.freeze(this);
  }

  static claimsOf(token: GenuineToken): TokenClaims {
    return (token.#claims ??= deepFreeze(parse(token.#payload)));
  }
}

// One getter for all tokens: with one each, no two of them would look alike to V8.
const CLAIMS: PropertyDescriptor = {
  enumerable: true,
  get(this: GenuineToken): TokenClaims {
    return GenuineToken.claimsOf(this);
  },
};

const parse = (payload: string): JsonObject =>
  JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as JsonObject;
