/** The promise's result, or a rejection when it takes longer than that many milliseconds. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(
        // By its code core tells operators of it: messages stay out of events.
        Object.assign(new Error(`Redis did not answer within ${milliseconds} ms`), { code: "REDIS_TIMEOUT" }),
      );
    const timer = setTimeout(late, milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
