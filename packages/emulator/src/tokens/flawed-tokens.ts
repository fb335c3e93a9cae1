import type { TokenWish } from "./token-wish.js";

/** Makes a token with one flaw. Default: the first registered client and product. */
export type FlawedToken = (wish?: Partial<TokenWish>) => Promise<string>;

/** Tokens with exactly one flaw each; everything else is valid. */
export interface FlawedTokens {
  /** `exp` an hour ago, beyond any reasonable clock tolerance. */
  expired: FlawedToken;
  /** `nbf` in an hour. */
  notYetValid: FlawedToken;
  /** Without `exp`: libraries that do not require it accept the token forever. */
  noExpiry: FlawedToken;
  /** A signature of the right length and alphabet that is not one. */
  wrongSignature: FlawedToken;
  /** `exp` moved by a day after signing. */
  tamperedPayload: FlawedToken;
  /** `alg` `none` and an empty signature (RFC 8725 §2.1). */
  algNone: FlawedToken;
  /** HMAC with the public key's PEM as the secret (RFC 8725 §2.1, algorithm confusion). */
  hs256WithPublicKey: FlawedToken;
  /** A valid PS256 signature by the published key: Entra's keys have no `alg`, only the verifier can refuse it. */
  ps256: FlawedToken;
  /** A `kid` that is not published. */
  unknownKid: FlawedToken;
  /** No `kid`. */
  noKid: FlawedToken;
  /** A published `kid`, signed with another private key. */
  foreignKey: FlawedToken;
  /** `aud` of a resource that is not registered here. */
  wrongAudience: FlawedToken;
  /** The right `aud` in an array; Entra always writes a string. */
  arrayAudience: FlawedToken;
  /** No `aud`. */
  noAudience: FlawedToken;
  /** `iss` on another host, with our tenant in its path. */
  wrongIssuer: FlawedToken;
  /** `tid` of another tenant beside our own `iss`. */
  wrongTenant: FlawedToken;
  /** `iss` of another tenant of this origin beside our own `tid`. */
  otherTenantIssuer: FlawedToken;
  /** No `tid`. */
  noTid: FlawedToken;
  /** No `ver`. */
  noVer: FlawedToken;
  /** The version 1 issuer in a version 2 token; for a version 1 product the other way round. */
  v1IssuerInV2: FlawedToken;
  /** Neither `azp` nor `appid`. */
  noClient: FlawedToken;
  /** A user's token that carries the application's role in `roles`. */
  delegated: FlawedToken;
  /** No `roles`, as any application of the tenant can get one. */
  noRoles: FlawedToken;
  /** The role of some other product. */
  otherRole: FlawedToken;
  /** The right roles in the wrong case. */
  roleWrongCase: FlawedToken;
  /** `idtyp` of an application beside `scp` of a user. */
  contradictoryKind: FlawedToken;
  /** `idtyp` `device`. */
  idTypDevice: FlawedToken;
  /** The client's id_token: its audience is the client itself. */
  idToken: FlawedToken;
  /** A `nonce` in the header marks a token meant for Microsoft Graph alone. */
  graphToken: FlawedToken;
  /** A `crit` with an unknown extension (RFC 7515 §4.1.11). */
  critHeader: FlawedToken;
  /** Not a token at all. */
  garbage: FlawedToken;
  /** 20 KiB long, otherwise valid. */
  tooLong: FlawedToken;
}
