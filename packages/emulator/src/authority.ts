import type { Clock } from "./clock.js";
import type { Directory } from "./directory/directory.js";
import type { Users } from "./directory/users.js";
import type { KeyRing } from "./keys/key-ring.js";
import type { SignIns } from "./sign-in/sign-ins.js";

/** A running issuer: what its documents, its token endpoint and its tests share. */
export interface Authority {
  /** Scheme, host and port; every URL starts with it, so a production verifier can never accept them. */
  readonly origin: string;
  /** Every issuer starts with it: the origin, except in an external tenant. */
  readonly issuerOrigin: string;
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

/** What the issuers of a tenant start with. External ID has its endpoints at a host by name, and its issuer at one by id. */
export function issuerOriginOf(origin: string, { isExternal, tenantId }: Directory): string {
  const { protocol, port } = new URL(origin);
  return isExternal ? `${protocol}//${tenantId}.localhost:${port}` : origin;
}

/** The token endpoint of each protocol version. */
export function tokenUrlOf(origin: string, tenant: string, version: 1 | 2): string {
  return version === 2 ? `${origin}/${tenant}/oauth2/v2.0/token` : `${origin}/${tenant}/oauth2/token`;
}
