import { changes } from "./contract/changes.js";
import { closing } from "./contract/closing.js";
import { conflicts } from "./contract/conflicts.js";
import { hostile } from "./contract/hostile.js";
import { listing } from "./contract/listing.js";
import { lookUp } from "./contract/look-up.js";
import { push } from "./contract/push.js";
import { roomsIn } from "./contract/room.js";
import { roundTrip } from "./contract/round-trip.js";
import type { StoreHarness } from "./contract/store-harness.js";
import { together } from "./contract/together.js";
import type { TestRunner } from "./test-runner.js";

/** Declares the tests that every subscription repository must pass. Needs no assertion library. */
export function storeContract(runner: TestRunner, name: string, harness: StoreHarness): void {
  const room = roomsIn(runner, harness);
  runner.describe(`${name} keeps the store contract`, () => {
    runner.describe("round trip", () => roundTrip(room("round-trip")));
    runner.describe("look-up", () => lookUp(room("look-up")));
    runner.describe("conflicts", () => conflicts(room("conflicts")));
    runner.describe("changes", () => changes(room("changes")));
    runner.describe("callers at the same time", () => together(room("together")));
    runner.describe("listing", () => listing(room("listing")));
    runner.describe("hostile texts", () => hostile(room("hostile")));
    const { pushWithin } = harness;
    if (pushWithin !== undefined) runner.describe("push", () => push(room("push"), { within: pushWithin }));
    runner.describe("closing", () => closing(room("closing")));
  });
}
