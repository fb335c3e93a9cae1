import type { Clock } from "./clock.js";
import type { Keys } from "./keys/key-ring.js";
import type { Faults } from "./server/faults.js";
import type { Requests } from "./server/request-log.js";
import type { FlawedTokens } from "./tokens/flawed-tokens.js";
import type { IdTokenWish } from "./tokens/id-token-wish.js";
import type { TokenWish } from "./tokens/token-wish.js";

/** A registered product application. */
export interface RegisteredProduct {
  readonly appId: string;
  /** First identifier URI: what clients put before `/.default`, and not the `aud` of version 2 tokens. */
  readonly audience: string;
  readonly displayName: string;
  readonly roles: string[];
  /** Version of its tokens. */
  readonly version: 1 | 2;
}

/** A registered client application. */
export interface RegisteredClient {
  readonly appId: string;
  /** Its first secret; empty when it has none. */
  readonly secret: string;
  /** Object id of its service principal: `oid` and `sub` of its tokens. */
  readonly objectId: string;
  readonly displayName: string;
}

/** A registered user. */
export interface RegisteredUser {
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly email?: string;
  /** `oid` of the user's tokens. */
  readonly objectId: string;
  /** `tid` of the user's tokens. */
  readonly tenantId: string;
}

/** A running emulator: settings for clients and APIs, and controls for tests. */
export interface Entra {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly tenantId: string;
  readonly tenantDomain: string;
  /** Issuer of version 2 tokens: `{origin}/{tenantId}/v2.0`; in an external tenant at `{tenantId}.localhost` instead. */
  readonly issuer: string;
  /** Issuer of version 1 tokens: `{origin}/{tenantId}/`. */
  readonly issuerV1: string;
  /** Version 2 discovery document. */
  readonly discoveryUrl: string;
  /** Version 2 token endpoint. */
  readonly tokenUrl: string;
  /** Microsoft Graph: `{origin}/v1.0`. */
  readonly graphUrl: string;
  /** PEM of the authority behind the https certificate, for `ca` options and `NODE_EXTRA_CA_CERTS`. */
  readonly caCertificate?: string;
  readonly products: Record<string, RegisteredProduct>;
  readonly clients: Record<string, RegisteredClient>;
  /** The users of the options; those who sign up are not listed. */
  readonly users: Record<string, RegisteredUser>;
  /** Issues a token as `/token` does, without a request. */
  readonly tokenFor: (wish: TokenWish) => Promise<string>;
  /** Issues an id_token as a sign-in does, without one. */
  readonly idTokenFor: (wish: IdTokenWish) => Promise<string>;
  /** Signs any claims with the current signing key; header members replace the default ones. */
  readonly sign: (claims: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
  /** Tokens with exactly one flaw each. */
  readonly flawed: FlawedTokens;
  readonly keys: Keys;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly requests: Requests;
  /** Stops listening and closes every connection, pending ones too. A second call does nothing. */
  readonly close: () => Promise<void>;
}
