// #region flexible
import type { Counter, CounterStore } from "@product-auth/core/counters";
import type { RateLimiterAbstract } from "rate-limiter-flexible";

/** Quotas in any store of rate-limiter-flexible. */
export function countersIn(limiter: RateLimiterAbstract): CounterStore {
  /** Seconds until the current period ends; 0: it never ends, as in the library. */
  const secondsLeft = ({ period, anchor }: Counter, now: number) =>
    period === 0 ? 0 : Math.ceil((period - ((now - anchor) % period)) / 1000);
  const untilEnd = (counter: Counter, now: number) => ({ customDuration: secondsLeft(counter, now) });
  const raise = (counter: Counter, now: number) =>
    limiter.penalty(counter.key, counter.amount, untilEnd(counter, now));
  const usedOf = async ({ key }: Counter) => (await limiter.get(key))?.consumedPoints ?? 0;

  return {
    kinds: ["fixed-window"],
    async take(counters, now) {
      const used = await Promise.all(
        counters.map(async (counter) =>
          counter.amount > 0 ? (await raise(counter, now)).consumedPoints : usedOf(counter),
        ),
      );
      const waits = counters.map((counter, i) => {
        if (used[i]! + (counter.amount > 0 ? 0 : 1) <= counter.limit) return 0;
        return secondsLeft(counter, now) * 1000 || Infinity;
      });
      if (waits.every((wait) => wait === 0)) return { used };
      const raised = counters.filter(({ amount }) => amount > 0);
      await Promise.all(raised.map((one) => limiter.reward(one.key, one.amount, untilEnd(one, now))));
      return { waits }; // all or nothing
    },
    async add(counters, now) {
      await Promise.all(counters.map((counter) => raise(counter, now)));
    },
    read: (counters) => Promise.all(counters.map(usedOf)),
    async reset(keys) {
      await Promise.all(keys.map((key) => limiter.delete(key)));
    },
  };
}
// #endregion flexible
