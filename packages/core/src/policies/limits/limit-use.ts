import type { Counter, CounterKind } from "./counter-store.js";
import type { LimitPolicy } from "./limit-policy.js";

/** A limit that counts a call: the counter that it uses, and how much of it is used. One object for both: this is the hot path. */
export class LimitUse implements Counter {
  readonly policy: LimitPolicy;
  /** The part of the key that all callers share, and the part that one caller has. */
  readonly scope: string;
  readonly id: string;
  readonly amount: number;
  readonly anchor: number;
  readonly isMadeUp: boolean;
  /** How much of the limit is used, this call included. */
  used = 0;

  constructor(
    policy: LimitPolicy,
    scope: string,
    id: string,
    { amount, anchor, isMadeUp }: Pick<Counter, "amount" | "anchor" | "isMadeUp">,
  ) {
    this.policy = policy;
    this.scope = scope;
    this.id = id;
    this.amount = amount;
    this.anchor = anchor;
    this.isMadeUp = isMadeUp;
  }

  get key(): string {
    return this.scope + this.id;
  }

  get kind(): CounterKind {
    return this.policy.counterKind;
  }

  get limit(): number {
    return this.policy.limit;
  }

  get period(): number {
    return this.policy.period;
  }

  /** The same counter, raised by another amount. */
  by(amount: number): LimitUse {
    const { policy, scope, id, anchor, isMadeUp } = this;
    return new LimitUse(policy, scope, id, { amount, anchor, isMadeUp });
  }

  isSame({ scope, id }: LimitUse): boolean {
    return this.id === id && this.scope === scope;
  }
}
