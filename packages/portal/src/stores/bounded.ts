import { withTimeout } from "@product-auth/core/subscriptions";
import { StoreUnavailableError } from "./store-unavailable-error.js";

/** Milliseconds after which a call to a store has failed. */
export const STORE_TIMEOUT = 5000;

/** How a call is bounded. */
export interface Bound {
  readonly store: "records" | "subscriptions";
  /** Errors with which the store, or who stands before it, has answered: they are passed on. */
  readonly answers: readonly (abstract new (...given: never[]) => Error)[];
  /** Milliseconds. Default `STORE_TIMEOUT`. */
  readonly timeout?: number;
  /** The error when there is no answer in time. Default: that of a store. */
  readonly late?: () => Error;
}

/** The answer of a call; what fails, or takes too long, rejects with `StoreUnavailableError`. */
export async function bounded<T>(
  call: () => Promise<T>,
  { store, answers, timeout = STORE_TIMEOUT, late }: Bound,
): Promise<T> {
  try {
    return await withTimeout(call(), timeout, late ?? `No answer after ${timeout} ms`);
  } catch (error) {
    if (answers.some((answer) => error instanceof answer)) throw error;
    throw new StoreUnavailableError(store, error);
  }
}
