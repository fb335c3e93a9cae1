import { SUBSCRIPTION_STATES } from "../../evidence/subscriptions/subscription.js";
import type { StoredSubscription, SubscriptionQuery } from "../stored-subscription.js";
import { hashOfText } from "./hash-text.js";
import { STATE_BITS } from "./record-layout.js";

const FIRST_ROWS = 64;

/**
 * A word for each row: the state, and a hash of the owner's id. A list by state or owner looks at these words, which lie side by
 * side, and reads the few records whose words fit. Four bytes each.
 */
export class RowMarks {
  readonly #seed: number;
  #marks = new Int32Array(FIRST_ROWS);

  /** `seed`: of the hashes, so that owners cannot be chosen to be alike. */
  constructor(seed: number) {
    this.#seed = seed;
  }

  get bytes(): number {
    return this.#marks.byteLength;
  }

  /** Marks a row, whether it was marked before or not. */
  set(row: number, { state, ownerId = "" }: Pick<StoredSubscription, "state" | "ownerId">): void {
    if (row >= this.#marks.length) {
      const larger = new Int32Array(Math.max(row + 1, this.#marks.length * 2));
      larger.set(this.#marks);
      this.#marks = larger;
    }
    this.#marks[row] = this.#ownerBits(ownerId) | SUBSCRIPTION_STATES.indexOf(state);
  }

  /** Whether a row may be one that a query asks for. Never false for one that is. */
  mayMatch({ state, ownerId }: SubscriptionQuery): (row: number) => boolean {
    const mask = (ownerId === undefined ? 0 : ~STATE_BITS) | (state === undefined ? 0 : STATE_BITS);
    const wanted =
      (ownerId === undefined ? 0 : this.#ownerBits(ownerId)) |
      (state === undefined ? 0 : SUBSCRIPTION_STATES.indexOf(state));
    const marks = this.#marks;
    return (row) => (marks[row]! & mask) === wanted;
  }

  #ownerBits(ownerId: string): number {
    return hashOfText(ownerId, this.#seed) & ~STATE_BITS;
  }
}
