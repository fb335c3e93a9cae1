import type { FullTestRunner } from "../test-runner.js";
import { endings } from "./suites/endings.js";
import { handshakes } from "./suites/handshakes.js";
import { limits } from "./suites/limits.js";
import { origins } from "./suites/origins.js";
import { policies } from "./suites/policies.js";
import type { WebSocketHarness } from "./upgrade-harness.js";

/**
 * Declares the tests that every way of serving WebSockets behind a guard must pass, with clients of the package `ws`
 * over real sockets: which requests are admitted, the answers to all others, and when a connection is ended.
 */
export function webSocketContract(runner: FullTestRunner, name: string, harness: WebSocketHarness): void {
  runner.describe(`${name} keeps the contract of WebSockets`, () => {
    for (const declare of [handshakes, origins, endings, policies, limits]) declare(runner, harness);
  });
}
