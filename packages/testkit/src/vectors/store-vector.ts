import type { OnStoreFailure } from "@product-auth/core/counters";

/** Limits of a product, as in its options. */
export interface VectorSettings {
  readonly rateLimit?: {
    readonly calls: number;
    readonly renewalPeriod: number;
    readonly algorithm?: "sliding-window" | "token-bucket";
  };
  readonly quota?: { readonly calls: number; readonly renewalPeriod: number };
}

/** A vector of `store.json`. */
export interface StoreVector {
  readonly id: string;
  readonly name: string;
  readonly store: readonly string[];
  readonly settings: VectorSettings;
  readonly counters?: { readonly onStoreFailure: OnStoreFailure };
  readonly instances: number;
  readonly callsEach: number;
  readonly concurrencyEach: number;
  readonly clock: "still" | "running";
  readonly clockOffsetsMs?: readonly number[];
  /** What happens to the server of the store. */
  readonly fault?: string;
  readonly expect: {
    readonly admitted?: number;
    readonly admittedAtMost?: number;
    readonly admittedAtLeast?: number;
    readonly statuses: readonly number[];
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly quotaUsed?: number;
    /** Milliseconds for any answer. */
    readonly slowestMs?: number;
    /** Milliseconds for the answer to a call that was sent after the failure had been reported. */
    readonly laterThanFirstFailureMs?: number;
    readonly events?: readonly string[];
  };
}
