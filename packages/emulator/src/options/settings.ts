import type { Registrations } from "../directory/directory.js";

/** Options with every default filled in. */
export interface Settings {
  readonly host: string;
  /** Whether `Host` may name any host. */
  readonly allowRemote: boolean;
  readonly port: number;
  readonly protocol: "http" | "https";
  readonly tlsDirectory: string | undefined;
  readonly registrations: Registrations;
  readonly selfServiceSignUp: boolean;
  /** The user who is signed in without the account picker. */
  readonly autoSignIn: string | undefined;
  /** Whether requests may set faults. */
  readonly controls: boolean;
  readonly clock: () => number;
  readonly tokenLifetime: number | undefined;
  readonly lenientAssertionAudience: boolean;
  readonly silent: boolean;
}
