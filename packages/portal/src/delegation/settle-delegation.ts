import type { Delegation, DelegationOptions } from "./delegation-options.js";

/** Delegation by options that have no problems. */
export const settleDelegation = (options: DelegationOptions): Delegation =>
  Object.freeze({
    url: new URL(options.url),
    key: Buffer.from(options.validationKey, "base64"),
    registration: options.registration ?? true,
    subscription: options.subscription ?? true,
  });
