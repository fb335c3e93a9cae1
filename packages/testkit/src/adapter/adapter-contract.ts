import type { AdapterHarness } from "./adapter-harness.js";
import { suiteOf, type ContractOptions } from "./suite.js";
import { suites } from "./suites/index.js";
import type { FullTestRunner } from "../test-runner.js";

/**
 * Declares the tests that every adapter must pass, over HTTP: real servers, real tokens of an emulator, real
 * signatures. The harness says how the adapter's framework builds an application. Tests take 10 seconds
 * at most, but for a few that tell `it`.
 */
export function adapterContract(
  runner: FullTestRunner,
  name: string,
  harness: AdapterHarness,
  options: ContractOptions = {},
): void {
  runner.describe(`${name} keeps the adapter contract`, () => {
    const suite = suiteOf(runner, harness, options);
    for (const declare of suites) declare(suite);
  });
}
