import type { Client, User } from "../directory/directory.js";
import { createKeptValues, type KeptValues } from "../tokens/kept-values.js";
import type { Demand, ReplyAddress } from "./authorization.js";
import type { Platform } from "./redirect-uris.js";

/** A sign-in that waits for its code to be redeemed. */
export interface WaitingSignIn {
  readonly user: User;
  readonly reply: ReplyAddress;
  readonly demand: Demand;
  redeemed: boolean;
}

/** A sign-in whose tokens can be refreshed. */
export interface RefreshableSignIn {
  readonly user: User;
  readonly client: Client;
  readonly platform: Platform;
  readonly scope: string;
}

/** What an opaque access token stands for: a user's profile, for one client. */
export interface ProfileAccess {
  readonly user: User;
  readonly client: Client;
  readonly scopes: readonly string[];
}

/** The codes and tokens of sign-ins that only the emulator can read. */
export interface SignIns {
  readonly codes: KeptValues<WaitingSignIn>;
  readonly refreshTokens: KeptValues<RefreshableSignIn>;
  readonly profileTokens: KeptValues<ProfileAccess>;
}

/** Makes the empty stores. `now` in milliseconds. */
export function createSignIns(now: () => number): SignIns {
  return {
    codes: createKeptValues("1.A", now),
    refreshTokens: createKeptValues("1.R", now),
    profileTokens: createKeptValues("EwB", now),
  };
}
