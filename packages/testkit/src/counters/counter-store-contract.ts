import type { TestRunner } from "../test-runner.js";
import { atTheSameTime } from "./at-the-same-time.js";
import { changedLimits } from "./changed-limits.js";
import { counterRoomsIn } from "./counter-room.js";
import { KINDS, type CounterStoreHarness } from "./counter-store-harness.js";
import { endings } from "./endings.js";
import { keys } from "./keys.js";
import { longPeriods } from "./long-periods.js";
import { several } from "./several.js";
import { storeClock } from "./store-clock.js";
import { streams } from "./streams.js";

/** Declares the tests that every store for the counters of rate limits and quotas must pass. Needs no assertion library. */
export function counterStoreContract(runner: TestRunner, name: string, harness: CounterStoreHarness): void {
  const { kinds = KINDS, times = ["caller", "store"], calls = 1_500 } = harness;
  const room = counterRoomsIn(runner, harness);
  runner.describe(`${name} keeps the contract for counters`, () => {
    if (times.includes("caller")) {
      runner.describe("random calls, against a log of all calls", () =>
        streams(room("streams", "caller"), kinds, calls),
      );
      runner.describe("several counters", () => several(room("several", "caller"), kinds, calls));
      runner.describe("long periods", () => longPeriods(room("long", "caller"), kinds));
      runner.describe("limits that change", () => changedLimits(room("changed", "caller"), kinds));
      runner.describe("keys", () => keys(room("keys", "caller"), kinds));
      runner.describe("calls at the same time", () => atTheSameTime(room("together", "caller"), kinds));
    }
    if (times.includes("store"))
      runner.describe("by the time of the store", () => storeClock(room("clock", "store"), kinds));
    runner.describe("closing", () => endings(room("closing", times[0]!), kinds));
  });
}
