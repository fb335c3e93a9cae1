/** Thrown when a real server cannot be started because it is not installed. */
export class MissingServiceError extends Error {
  override readonly name = "MissingServiceError";
  readonly code = "PRODUCT_AUTH_SERVICE_MISSING";
}

/** The part of a test runner's context that skips; mocha's `this` in a hook has it. */
export interface SkippableContext {
  skip(): unknown;
  timeout?(milliseconds: number): unknown;
  /** The test or hook that runs, where the runner says so. */
  readonly test?: object | undefined;
}

/** Milliseconds that a hook may take to start a real server, most of them only on a busy machine. */
const START = 60_000;

/**
 * What `start` gives. Where the server is not installed the suite is skipped and a line says what to install; with
 * `CI=true` it fails instead, so that nothing stays untested unseen.
 */
export async function serviceFor<T>(context: SkippableContext, start: () => Promise<T>): Promise<T> {
  if ((context.test as { type?: string } | undefined)?.type === "hook") context.timeout?.(START);
  try {
    return await start();
  } catch (error) {
    const inCi = (process.env["CI"] ?? "") !== "";
    if (!(error instanceof MissingServiceError) || inCi) throw error;
    process.stderr.write(`\n  SKIPPED: ${error.message}\n`);
    noteReason(context, error.message);
    context.skip();
    throw error; // for contexts whose `skip` returns
  }
}

/** Leaves the reason where the project's reporter finds it: on the test, or on the suite that a hook skips. */
function noteReason({ test }: SkippableContext, skipReason: string): void {
  const { type, parent } = (test ?? {}) as { readonly type?: string; readonly parent?: object };
  Object.assign((type === "hook" ? parent : test) ?? {}, { skipReason });
}
