import type { AdapterHarness } from "./adapter-harness.js";
import { suiteOf, type ContractOptions, type Suite } from "./suite.js";
import { memory } from "./suites/attacks/memory.js";
import { decisions, surface } from "./suites/index.js";
import type { FullTestRunner } from "../test-runner.js";

/**
 * Declares the tests that every adapter must pass, over HTTP: real servers, real tokens of an emulator, real
 * signatures. They cover what an adapter or its framework can break: reading header fields, routing, methods, errors,
 * stacked guards, odd requests, updates, the end of the process, and writing answers. The harness says how the
 * adapter's framework builds an application. Tests take 10 seconds at most, except for a few that pass a timeout to
 * `it`.
 */
export function adapterContract(
  runner: FullTestRunner,
  name: string,
  harness: AdapterHarness,
  options: ContractOptions = {},
): void {
  declare(runner, `${name} keeps the adapter contract`, harness, options, surface);
}

/**
 * Declares the tests of what is decided, whatever the framework: tokens, issuers, signing keys and options, over the
 * same servers. Every adapter passes them that passes `adapterContract` and leaves decisions to core; run them too for
 * an adapter that does more than that.
 */
export function decisionContract(runner: FullTestRunner, name: string, harness: AdapterHarness): void {
  declare(runner, `${name} keeps the decision contract`, harness, {}, decisions);
}

/** Declares the tests of memory: floods of bad tokens, each sent to a process that measures its own heap. */
export function floodContract(runner: FullTestRunner, name: string, harness: AdapterHarness): void {
  declare(runner, `${name} keeps the flood contract`, harness, {}, [memory]);
}

function declare(
  runner: FullTestRunner,
  title: string,
  harness: AdapterHarness,
  options: ContractOptions,
  suites: readonly ((suite: Suite) => void)[],
): void {
  runner.describe(title, () => {
    const suite = suiteOf(runner, harness, options);
    for (const declareSuite of suites) declareSuite(suite);
  });
}
