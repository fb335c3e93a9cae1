import type { RecordRepository } from "@product-auth/core/records";

/** How the contract opens a repository of records. Every instance sees the changes of the others at once. */
export interface RecordHarness {
  /**
   * A repository that is empty at the first call with this `name`; every further call gives another instance over the
   * same data, with the same `clock`. Names are of `a` to `z`, `0` to `9` and hyphens, 40 characters at most.
   */
  open(name: string, clock: () => number): Promise<RecordRepository>;
  /** Most milliseconds until a change made through one instance is pushed to another; undefined: it is not pushed. */
  readonly pushWithin?: number;
}
