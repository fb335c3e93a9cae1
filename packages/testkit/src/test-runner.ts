/** The test runner's functions; mocha, jest, vitest and `node:test` have them. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
  readonly before: (body: () => Promise<void>) => void;
  readonly after: (body: () => Promise<void>) => void;
}

/** A test runner that also runs something around every test; the adapter contract needs it. */
export interface FullTestRunner extends Pick<TestRunner, "describe"> {
  /** `timeout`: milliseconds that the test may take, where that is more than usual. */
  readonly it: (name: string, body: () => unknown, timeout?: number) => unknown;
  readonly before: (body: () => unknown) => void;
  readonly after: (body: () => unknown) => void;
  readonly beforeEach: (body: () => unknown) => void;
  readonly afterEach: (body: () => unknown) => void;
}
