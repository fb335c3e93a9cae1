import fc from "fast-check";
import type { Counter, CounterKind } from "#src/policies/limits/counter-store.js";
import { MemoryCounterStore } from "#src/policies/limits/memory-counter-store.js";
import { demand } from "../../fuzz/demand.js";
import { NaiveLog } from "./naive-log.js";

const START = 1_767_225_600_000;
const small = fc.integer({ min: 1, max: 12 });
const step = fc.record({
  // Mostly forwards; a clock is set back at times.
  after: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 400 }) },
    { weight: 1, arbitrary: fc.integer({ min: -500, max: 5_000 }) },
  ),
  amount: fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 }) },
  ),
  act: fc.oneof(
    { weight: 8, arbitrary: fc.constant("take" as const) },
    { weight: 1, arbitrary: fc.constantFrom("add" as const, "read" as const) },
  ),
  /** Another limit than that of the stream: an update while the counter is in use. */
  limit: fc.option(fc.oneof(small, fc.integer({ min: 990, max: 1_010 })), { freq: 20 }),
});

for (const kind of ["sliding-window", "token-bucket", "fixed-window"] as const satisfies CounterKind[])
  describe(`${kind}, against a log of all calls`, () => {
    const streams = fc.record({
      limit: fc.oneof({ weight: 9, arbitrary: small }, fc.integer({ min: 1_001, max: 1_003 })),
      period: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 3_000 }) }, fc.constant(60_000)),
      anchor: fc.integer({ min: -10_000, max: 10_000 }),
      steps: fc.array(step, { maxLength: 120 }),
    });

    it("admits what has room, refuses the rest with the exact wait, and counts what is added", () => {
      const property = fc.property(streams, ({ limit, period, anchor, steps }) => {
        const store = new MemoryCounterStore();
        const log = new NaiveLog();
        const isFixed = kind === "fixed-window";
        let now = START;
        for (const { after, amount, act, limit: changed } of steps) {
          now += after;
          const counter: Counter = {
            key: "k",
            kind,
            limit: changed ?? limit,
            amount,
            period,
            anchor: isFixed ? START + anchor : 0,
            isMadeUp: false,
          };
          if (act === "take") {
            const wait = log.wait(counter, now);
            const taken = store.take([counter], now);
            if (wait > 0) {
              demand("waits" in taken && taken.waits[0] === wait, `${JSON.stringify(taken)}, not ${wait}`);
              continue;
            }
            log.add(counter, now);
            const used = log.used(counter, now);
            demand("used" in taken && taken.used[0] === used, `${JSON.stringify(taken)}, not ${used}`);
          } else if (act === "add") {
            store.add([counter], now);
            log.add(counter, now);
          }
          const read = store.read([counter], now)[0];
          demand(read === log.used(counter, now), `${read} read, not ${log.used(counter, now)}`);
        }
      });
      fc.assert(property, { numRuns: 2_000, seed: 20260102 });
    });
  });
