import type { OnStoreFailure } from "@product-auth/core/counters";
import type { VectorSettings } from "./store-vector.js";

/** What a process needs to be an instance: its only argument on the command line. */
export interface VectorTask {
  /** Where the store is. */
  readonly place: Readonly<Record<string, string>>;
  readonly settings: VectorSettings;
  readonly onStoreFailure?: OnStoreFailure;
  /** Milliseconds for one answer of the store. Undefined: the defaults of the instance and of the store. */
  readonly timeout?: number;
  /** A clock that stands still, whose time the store takes. Undefined: real time, and the store's own clock. */
  readonly now?: number;
  /** Milliseconds by which the clock of this instance is ahead. */
  readonly offset: number;
}

/** A message to an instance, which answers each with a `VectorReport`. */
export type VectorOrder =
  /** Calls itself over HTTP. */
  | { readonly kind: "call"; readonly calls: number; readonly atOnce: number }
  /** Waits until the store answers, and forgets changes of the store that were reported before that. */
  | { readonly kind: "ready" }
  /** Reads what the quota's counter holds. */
  | { readonly kind: "used" }
  /** Returns the changes of the store so far. */
  | { readonly kind: "states" }
  /** Closes the instance; the process then ends. */
  | { readonly kind: "close" };

/** The answer to an order. */
export interface VectorReport {
  /** Calls of this order. */
  readonly calls: readonly VectorCall[];
  /** Changes of the store that were published on `product-auth:counters` so far. */
  readonly states: readonly string[];
  readonly quotaUsed?: number;
  /** Why the order failed. */
  readonly error?: string;
}

/** One call and its answer. */
export interface VectorCall {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** Milliseconds until the answer, without those in which the process did not run. */
  readonly took: number;
  /** Whether it was sent after a failure of the store had been reported. */
  readonly isAfterFailure: boolean;
}
