/** One problem in the options, a rule or a catalog, and how to fix it. */
export interface Problem {
  /** Where: a path such as `products.starter.audience`. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/**
 * Lists every problem found in a configuration. Thrown at start-up; while running, passed to the `onProblem` of a file
 * watcher. An invalid configuration never opens a route.
 */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code = "PRODUCT_AUTH_CONFIGURATION";
  /** Every problem, in the order of the options. */
  readonly problems: readonly Problem[];

  /** `heading` is the first part of the message. */
  constructor(problems: readonly Problem[], heading = "Product Auth cannot start") {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map(
      ({ path, message, fix }, i) => `  ${i + 1}. ${path}: ${message}\n     Fix: ${fix}`,
    );
    super(`${heading}, ${count}:\n${lines.join("\n")}`);
    this.problems = Object.freeze([...problems]);
  }
}

/** Thrown by `ready()` when the issuer cannot be reached. Requests are answered 503 until it can. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
  readonly code = "PRODUCT_AUTH_UNAVAILABLE";
}

/** Thrown by `accessOf(req)` when no guard ran before the handler: a programming mistake. */
export class UnguardedRouteError extends Error {
  override readonly name = "UnguardedRouteError";
  readonly code = "PRODUCT_AUTH_UNGUARDED_ROUTE";
}
