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
  readonly instances: number;
  readonly callsEach: number;
  readonly concurrencyEach: number;
  readonly clock: "still" | "running";
  readonly clockOffsetsMs?: readonly number[];
  readonly fault?: string;
  readonly expect: {
    readonly admitted: number;
    readonly statuses: readonly number[];
    readonly quotaUsed?: number;
  };
}

/** What one process does for a vector. */
export interface VectorTask {
  /** Where the store is. */
  readonly place: Readonly<Record<string, string>>;
  readonly settings: VectorSettings;
  readonly calls: number;
  readonly atOnce: number;
  /** A clock that stands still, whose time the store takes. Undefined: real time, and the store's own clock. */
  readonly now?: number;
  /** Milliseconds by which the clock of this instance is ahead. */
  readonly offset: number;
}

/** What came of it. */
export interface VectorResult {
  readonly statuses: readonly number[];
  /** Changes of the store that were reported. */
  readonly states: readonly string[];
  /** What the quota's counter holds in the end. */
  readonly quotaUsed?: number;
}
