import { GuardedCounters, type Counter, type CounterKind } from "@product-auth/core/counters";
import { LIMIT, PERIOD, type Counting } from "./counting.js";

const TITLES: Readonly<Record<CounterKind, string>> = {
  "sliding-window": "product-auth, sliding window",
  "token-bucket": "product-auth, token bucket",
  "fixed-window": "product-auth, fixed window",
};

/** Milliseconds between two calls of one caller: twenty in a period. */
const PACE = PERIOD / 20;

/** Our counters in memory, as the middleware asks them. A movable clock lets each caller come twenty times in a period. */
export function ourCounters(callers: number): Counting[] {
  let now = Date.UTC(2026, 0, 1);
  const later = () => (now += PACE / callers);
  const take = (counters: GuardedCounters, asked: readonly Counter[]) => {
    const taken = counters.take(asked, later());
    if (taken instanceof Promise) throw new Error("counters in memory must not wait");
    return taken;
  };
  return Object.entries(TITLES).map(([kind, name]): Counting => {
    const [one, full] = [counters(), counters()];
    const counter = counterOf(kind as CounterKind);
    const counting: Counting = {
      name,
      kind: "ours",
      admit(key) {
        if (!("used" in (take(one, [counter(key)]) as object)))
          throw new Error("a call with room was refused");
      },
      refuse(key) {
        if (!("waits" in (take(full, [counter(key, 0)]) as object))) throw new Error("a call was admitted");
      },
    };
    if (kind !== "sliding-window") return counting;
    const three = counters();
    const kinds = ["sliding-window", "token-bucket", "fixed-window"] as const;
    const counterOfEach = kinds.map(counterOf);
    return {
      ...counting,
      admitByThree(key) {
        const asked = counterOfEach.map((of, i) => of(`${i}${key}`));
        if (!("used" in (take(three, asked) as object))) throw new Error("a call with room was refused");
      },
    };
  });
}

const counters = () =>
  new GuardedCounters({ timeout: 250, onStoreFailure: "local", onChange: () => {}, clock: () => 0 });

/** Counters of known callers; a limit of 0 has no room. */
const counterOf =
  (kind: CounterKind) =>
  (key: string, limit = LIMIT): Counter => ({
    key,
    kind,
    limit,
    amount: 1,
    period: PERIOD,
    anchor: 0,
    isMadeUp: false,
  });
