import type { Counter } from "./counter-store.js";
import type { LimitPolicy } from "./limit-policy.js";

/** A limit that counts a call, and the counter that it uses. */
export interface LimitUse {
  readonly policy: LimitPolicy;
  readonly counter: Counter;
  /** How much of the limit is used, this call included. */
  used: number;
}
