import type { TestRunner } from "../test-runner.js";
import { recordClosing } from "./record-closing.js";
import { recordConflicts } from "./record-conflicts.js";
import { recordExpiry } from "./record-expiry.js";
import type { RecordHarness } from "./record-harness.js";
import { recordHostile } from "./record-hostile.js";
import { recordListing } from "./record-listing.js";
import { recordPush } from "./record-push.js";
import { recordRoomsIn } from "./record-room.js";
import { recordRoundTrip } from "./record-round-trip.js";

/** Declares the tests that every repository of records must pass. Needs no assertion library. */
export function recordContract(runner: TestRunner, name: string, harness: RecordHarness): void {
  const room = recordRoomsIn(runner, harness);
  runner.describe(`${name} keeps the record contract`, () => {
    runner.describe("round trip", () => recordRoundTrip(room("records")));
    runner.describe("conflicts", () => recordConflicts(room("record-conflicts")));
    runner.describe("listing", () => recordListing(room("record-listing")));
    runner.describe("expiry", () => recordExpiry(room("record-expiry")));
    runner.describe("hostile texts", () => recordHostile(room("record-hostile")));
    const { pushWithin } = harness;
    if (pushWithin !== undefined)
      runner.describe("push", () => recordPush(room("record-push"), { within: pushWithin }));
    runner.describe("closing", () => recordClosing(room("record-closing")));
  });
}
