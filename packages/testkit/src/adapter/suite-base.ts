import type { AdapterHarness } from "./adapter-harness.js";
import type { FullTestRunner } from "../test-runner.js";

/** What the ways to serve APIs are made of: the runner's functions, and the adapter. */
export interface SuiteBase extends FullTestRunner {
  readonly harness: AdapterHarness;
}
