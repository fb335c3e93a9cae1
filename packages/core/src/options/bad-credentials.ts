import type { BadCredentialLimit } from "../policies/throttle/bad-credential-counter.js";
import * as form from "./forms.js";

/** A limit for callers that send credentials that are refused. */
export interface BadCredentialsOptions {
  /**
   * How many refused tokens and keys one address network may send in a period. Above it, the network's requests are
   * answered 429 (`too_many_bad_credentials`) without a signature check and without a look-up of the key, except those
   * whose credentials are already known to be good. Default: no limit.
   */
  readonly badCredentials?: {
    /** Refused credentials, 1 to 1000000. */
    readonly calls: number;
    /** Length of the period in seconds, 1 to 86400. */
    readonly renewalPeriod: number;
  };
}

export interface BadCredentialsSettings {
  /** Undefined: no limit. */
  readonly badCredentials: BadCredentialLimit | undefined;
}

type Options = NonNullable<BadCredentialsOptions["badCredentials"]>;

export const badCredentialsForms: form.FormsOf<BadCredentialsOptions> = {
  badCredentials: form.optional(
    form.object<Options>({
      calls: form.count("calls", 1_000_000, 1),
      renewalPeriod: form.count("seconds", 86_400, 1),
    }),
  ),
};

export function settleBadCredentials({
  badCredentials,
  ...left
}: BadCredentialsOptions): BadCredentialsSettings {
  form.nothingLeft(left);
  if (badCredentials === undefined) return { badCredentials };
  const { calls, renewalPeriod, ...rest } = badCredentials;
  form.nothingLeft(rest);
  return { badCredentials: Object.freeze({ calls, renewalPeriod }) };
}
