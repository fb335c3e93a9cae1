/**
 * Wraps an optional `onProblem` function so that calling it never throws. For implementations of a repository, which
 * pass it to event emitters: an exception there would end the process.
 */
export function ignoringErrors(onProblem: ((error: Error) => void) | undefined): (error: Error) => void {
  return function reportProblem(error) {
    try {
      onProblem?.(error);
    } catch {
      // a bug of the application's own function
    }
  };
}
