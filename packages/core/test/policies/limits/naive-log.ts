import type { Counter } from "#src/policies/limits/counter-store.js";

/** What a counter must do, by a log of all that it was raised by, and nothing clever. */
export class NaiveLog {
  readonly #calls: { readonly at: number; readonly amount: number; readonly limit: number; until: number }[] =
    [];
  latest = -Infinity;

  /** How much is used at a time. */
  used(counter: Counter, now: number): number {
    const at = Math.max(this.latest, now);
    const { kind, period, anchor } = counter;
    if (kind === "sliding-window") return sum(this.#calls.filter(({ until }) => at < until));
    if (kind === "token-bucket") return Number(ceil(this.#missing(counter, at), BigInt(period)));
    const window = (time: number) => (period === 0 ? 0 : Math.floor((time - anchor) / period));
    return sum(this.#calls.filter((call) => window(call.at) === window(at)));
  }

  /** Whether there is room for the amount, or for one where the amount is 0. */
  fits(counter: Counter, now: number): boolean {
    return this.used(counter, now) + Math.max(1, counter.amount) <= counter.limit;
  }

  /** The least time after which there is room. */
  wait(counter: Counter, now: number): number {
    const { period, amount, limit, kind } = counter;
    if (this.fits(counter, now)) return 0;
    if (kind === "fixed-window" && period === 0) return Infinity;
    if (amount > limit) return period;
    const at = Math.max(this.latest, now);
    let [none, some] = [0, 2 * period];
    while (some - none > 1) {
      const middle = Math.floor((none + some) / 2);
      if (this.fits(counter, at + middle)) some = middle;
      else none = middle;
    }
    return some;
  }

  add({ kind, amount, limit, period }: Counter, now: number): void {
    if (amount === 0) return;
    this.latest = Math.max(this.latest, now);
    const slot = kind === "sliding-window" && limit > 1_000 ? Math.ceil(period / 1_000) : 1;
    const until = Math.floor(this.latest / slot) * slot + slot - 1 + period;
    // A later call never leaves before an earlier one.
    const last = this.#calls.at(-1)?.until ?? until;
    this.#calls.push({ at: this.latest, amount, limit, until: Math.max(last, until) });
  }

  // In whole numbers of any size, so that nothing is rounded. Refilled by the limit of the latest raise.
  #missing({ limit, period }: Counter, at: number): bigint {
    let missing = 0n;
    let last = -Infinity;
    let lastLimit = limit;
    for (const call of [...this.#calls, { at, amount: 0, limit }]) {
      const passed = call.at - last;
      missing = passed >= period ? 0n : max(0n, missing - BigInt(passed) * BigInt(lastLimit));
      const full = BigInt(call.limit) * BigInt(period);
      missing = max(missing, min(full, missing + BigInt(call.amount) * BigInt(period)));
      last = call.at;
      lastLimit = call.limit;
    }
    return missing;
  }
}

const sum = (calls: readonly { amount: number }[]) => calls.reduce((total, { amount }) => total + amount, 0);
const min = (one: bigint, other: bigint) => (one < other ? one : other);
const max = (one: bigint, other: bigint) => (one > other ? one : other);
const ceil = (one: bigint, by: bigint) => (one + by - 1n) / by;
