import { withTimeout } from "@product-auth/core/subscriptions";

/** Rejects when work takes longer than that many milliseconds. The work is not stopped. */
export const withinTime = <T>(work: () => T | Promise<T>, milliseconds: number): Promise<T> =>
  withTimeout(
    (async () => work())(),
    milliseconds,
    () => new Error(`no answer within ${milliseconds / 1000} s`),
  );
