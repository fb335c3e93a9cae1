import { NoAnswerError } from "./error-kind.js";

/**
 * The promise's result, or a rejection with `message` when it takes longer than that many milliseconds. What comes later
 * is ignored, a late rejection too.
 */
export function withTimeout<T>(promise: PromiseLike<T>, milliseconds: number, message: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    // Holds the process open, for that time at most: somebody waits for the answer.
    const timer = setTimeout(() => reject(new NoAnswerError(message)), milliseconds);
    promise.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
