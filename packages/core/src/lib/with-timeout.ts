import { NoResponseError } from "./error-kind.js";

/**
 * Resolves as the promise does, or rejects after that many milliseconds. `late`: message of a `NoResponseError`, or a
 * function that makes the error. A result or rejection that arrives later is ignored.
 */
export function withTimeout<T>(
  promise: PromiseLike<T>,
  milliseconds: number,
  late: string | (() => Error),
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const error = typeof late === "string" ? () => new NoResponseError(late) : late;
    // Keeps the process alive, for that time at most: a caller is waiting for the answer.
    const timer = setTimeout(() => reject(error()), milliseconds);
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
