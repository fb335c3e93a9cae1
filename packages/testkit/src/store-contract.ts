import type { SubscriptionRepository } from "@product-auth/core/subscriptions";
import { changes } from "./contract/changes.js";
import { closing } from "./contract/closing.js";
import { conflicts } from "./contract/conflicts.js";
import { hostile } from "./contract/hostile.js";
import { listing } from "./contract/listing.js";
import { lookUp } from "./contract/look-up.js";
import { push } from "./contract/push.js";
import { roomsIn } from "./contract/room.js";
import { roundTrip } from "./contract/round-trip.js";
import { together } from "./contract/together.js";
import type { TestRunner } from "./test-runner.js";

/**
 * How the contract gets at a store. Every instance sees the changes of the others at once in `get` and `list`, and in
 * `findByKeyDigest` once it was told of them, or asked by `get`.
 */
export interface StoreHarness {
  /**
   * A repository that is empty at the first call with this `name`; every further call gives another instance over the
   * same data. Names are of `a` to `z`, `0` to `9` and hyphens, 40 characters at most, and each is used by one case.
   */
  open(name: string): Promise<SubscriptionRepository>;
  /** Most milliseconds until a change made through one instance is told to another; undefined: it is not told. */
  readonly pushWithin?: number;
}

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
