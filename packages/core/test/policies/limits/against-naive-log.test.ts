import fc from "fast-check";
import type { Counter, CounterKind } from "#src/policies/limits/counter-store.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { demand } from "../../fuzz/demand.js";
import { NaiveLog } from "./naive-log.js";

const START = 1_767_225_600_000;
const step = fc.record({
  // Mostly forwards; a clock is set back at times.
  after: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 400 }) },
    { weight: 1, arbitrary: fc.integer({ min: -500, max: 5_000 }) },
  ),
  amount: fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 }) },
  ),
});

for (const kind of ["sliding-window", "token-bucket", "fixed-window"] as const satisfies CounterKind[])
  describe(`${kind}, against a log of all calls`, () => {
    it("admits what has room, refuses the rest, and a call after the wait is admitted", () => {
      const streams = fc.record({
        limit: fc.integer({ min: 1, max: 12 }),
        period: fc.integer({ min: 1, max: 3_000 }),
        anchor: fc.integer({ min: -10_000, max: 10_000 }),
        steps: fc.array(step, { maxLength: 120 }),
      });
      const property = fc.property(streams, ({ limit, period, anchor, steps }) => {
        const store = new MemoryCounterStore();
        const counter = {
          key: "k",
          kind,
          period,
          anchor: kind === "fixed-window" ? START + anchor : 0,
          isMadeUp: false,
        };
        const log = new NaiveLog(counter, START);
        let now = START;
        for (const { after, amount } of steps) {
          now += after;
          const used = log.used(now, limit);
          const asked: Counter = { ...counter, limit, amount };
          const fits = used + Math.max(1, amount) <= limit;
          const taken = store.take([asked], now);
          demand("used" in taken === fits, `${used} of ${limit} used, ${amount} asked`);
          log.see(now);
          if ("used" in taken) {
            log.add(now, amount);
            demand(taken.used[0] === log.used(now, limit), `${taken.used[0]} said to be used`);
          } else if (amount <= limit) {
            const [wait = 0] = taken.waits;
            const room = (at: number) => log.used(at, limit) + Math.max(1, amount) <= limit;
            const latest = Math.max(log.latest, now);
            demand(wait > 0, "no wait");
            demand(room(latest + wait), "no room after the wait");
            demand(!room(latest + wait - 1), "room before the wait is over");
          } else demand(taken.waits[0] === period, "what never fits waits for a period");
        }
      });
      fc.assert(property, { numRuns: 2_000, seed: 20260102 });
    });
  });
