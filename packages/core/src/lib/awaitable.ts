/** A value, or a promise of one. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Passes a value to `next`: synchronously when it is not a promise, so that a request which does not wait allocates no
 * promise. `next` may return a value or a promise.
 */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Converts the result of foreign code: a thenable, such as a query builder, becomes a native promise. */
export function toAwaitable<T>(value: T | PromiseLike<T>): Awaitable<T> {
  return isThenable(value) ? Promise.resolve(value) : value;
}

/** Whether a value is a promise of any kind. */
export const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
