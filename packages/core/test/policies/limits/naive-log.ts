import type { Counter } from "#src/policies/limits/counter-store.js";

/** What a counter must do, by a log of all calls and nothing clever. */
export class NaiveLog {
  readonly #calls: { at: number; amount: number }[] = [];
  readonly #counter: Omit<Counter, "amount" | "limit">;
  readonly #start: number;
  latest = -Infinity;

  constructor(counter: Omit<Counter, "amount" | "limit">, start: number) {
    this.#counter = counter;
    this.#start = start;
  }

  /** How much is used at a time. */
  used(now: number, limit: number): number {
    const at = Math.max(this.latest, now);
    const { kind, period, anchor } = this.#counter;
    if (kind === "sliding-window") return sum(this.#calls.filter((call) => at < call.at + period));
    if (kind === "fixed-window") {
      const window = (time: number) => (period === 0 ? 0 : Math.floor((time - anchor) / period));
      return sum(this.#calls.filter((call) => window(call.at) === window(at)));
    }
    // Levels are whole numbers of any size, so that nothing is rounded.
    let level = BigInt(limit) * BigInt(period);
    let last = Math.min(this.#start, ...this.#calls.map((call) => call.at), at);
    for (const { at: time, amount } of [...this.#calls, { at, amount: 0 }]) {
      const refilled = level + BigInt(time - last) * BigInt(limit);
      level = min(refilled, BigInt(limit) * BigInt(period)) - BigInt(amount) * BigInt(period);
      last = time;
    }
    return limit - Number(level / BigInt(period));
  }

  /** Notes the time of a call, which a counter that has never been raised does not keep. */
  see(now: number): void {
    if (this.#calls.length > 0) this.latest = Math.max(this.latest, now);
  }

  add(now: number, amount: number): void {
    if (amount > 0) this.#calls.push({ at: Math.max(this.latest, now), amount });
    this.see(now);
  }
}

const sum = (calls: readonly { amount: number }[]) => calls.reduce((total, { amount }) => total + amount, 0);
const min = (one: bigint, other: bigint) => (one < other ? one : other);
