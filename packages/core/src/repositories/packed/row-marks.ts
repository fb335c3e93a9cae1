import { SUBSCRIPTION_STATES } from "../../evidence/subscriptions/subscription.js";
import type { StoredSubscription, SubscriptionQuery } from "../stored-subscription.js";
import { hashOfText } from "./hash-text.js";
import { STATE_BITS } from "./record-layout.js";

const FIRST_ROWS = 64;
/** Little, because every row counts. */
const GROWTH = 1.25;
const BYTE = 0xff;

/**
 * A byte for each row: the state, and five bits of a hash of the owner's id. A list by state or owner looks at these bytes, which
 * lie side by side, and reads the records whose bytes fit: those of its owner, and one in 32 of the others.
 */
export class RowMarks {
  readonly #seed: number;
  #marks = new Uint8Array(FIRST_ROWS);

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
      const larger = new Uint8Array(Math.max(row + 1, Math.ceil(this.#marks.length * GROWTH)));
      larger.set(this.#marks);
      this.#marks = larger;
    }
    this.#marks[row] = this.#ownerBits(ownerId) | SUBSCRIPTION_STATES.indexOf(state);
  }

  /** Whether a row may be one that a query asks for. Never false for one that is. */
  mayMatch({ state, ownerId }: SubscriptionQuery): (row: number) => boolean {
    const mask = (ownerId === undefined ? 0 : BYTE & ~STATE_BITS) | (state === undefined ? 0 : STATE_BITS);
    const wanted =
      (ownerId === undefined ? 0 : this.#ownerBits(ownerId)) |
      (state === undefined ? 0 : SUBSCRIPTION_STATES.indexOf(state));
    const marks = this.#marks;
    return (row) => (marks[row]! & mask) === wanted;
  }

  #ownerBits(ownerId: string): number {
    return (hashOfText(ownerId, this.#seed) >>> 24) & ~STATE_BITS;
  }
}
