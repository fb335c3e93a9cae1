/** Thrown when a real server cannot be started because it is not installed. */
export class MissingServiceError extends Error {
  override readonly name = "MissingServiceError";
  readonly code = "PRODUCT_AUTH_SERVICE_MISSING";
}

/** The part of a test runner's context that skips; mocha's `this` in a hook has it. */
export interface SkippableContext {
  skip(): unknown;
}

/**
 * What `start` gives. Where the server is not installed the suite is skipped and a line says what to install; with
 * `CI=true` it fails instead, so that nothing stays untested unseen.
 */
export async function serviceFor<T>(context: SkippableContext, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const inCi = (process.env["CI"] ?? "") !== "";
    if (!(error instanceof MissingServiceError) || inCi) throw error;
    process.stderr.write(`\n  SKIPPED: ${error.message}\n`);
    context.skip();
    throw error; // for contexts whose `skip` returns
  }
}
