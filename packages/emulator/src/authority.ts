import type { Clock } from "./clock.js";
import type { Directory } from "./directory/directory.js";
import type { Users } from "./directory/users.js";
import type { KeyRing } from "./keys/key-ring.js";
import type { SignIns } from "./sign-in/sign-ins.js";

/** A running issuer: what its documents, its token endpoint and its tests share. */
export interface Authority {
  /** Scheme, host and port; every URL and issuer starts with it, so a production verifier can never accept them. */
  readonly origin: string;
  readonly directory: Directory;
  readonly users: Users;
  readonly signIns: SignIns;
  readonly selfServiceSignUp: boolean;
  /** The user who is signed in without the account picker. */
  readonly autoSignIn: string | undefined;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  /** Seconds, or undefined for a random lifetime. */
  readonly tokenLifetime: number | undefined;
  readonly lenientAssertionAudience: boolean;
}

/** The issuer of each token version, for a tenant id or for the template `{tenantid}`. */
export function issuerOf(origin: string, tenant: string, version: 1 | 2): string {
  return version === 2 ? `${origin}/${tenant}/v2.0` : `${origin}/${tenant}/`;
}

/** The token endpoint of each protocol version. */
export function tokenUrlOf(origin: string, tenant: string, version: 1 | 2): string {
  return version === 2 ? `${origin}/${tenant}/oauth2/v2.0/token` : `${origin}/${tenant}/oauth2/token`;
}
