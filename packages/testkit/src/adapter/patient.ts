import type { FullTestRunner } from "../test-runner.js";

/** Jest and vitest take a test's timeout as an argument, mocha takes it on what `it` gives back. */
export function patient(it: FullTestRunner["it"]): FullTestRunner["it"] {
  return function declareTest(name, body, timeout) {
    if (timeout === undefined) return it(name, body);
    const test = it(name, body, timeout) as { timeout?: (milliseconds: number) => unknown } | undefined;
    return test?.timeout?.(timeout);
  };
}
