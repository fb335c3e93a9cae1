/** A value now, or later. */
export type Awaitable<T> = T | Promise<T>;

/**
 * Goes on with a value: at once when it is there, so that a request which need not wait costs no promise. `next` may
 * answer now or later itself.
 */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** An answer of foreign code: a promise of its own kind, such as a query builder, becomes a real one. */
export function toAwaitable<T>(value: T | PromiseLike<T>): Awaitable<T> {
  return isThenable(value) ? Promise.resolve(value) : value;
}

const isThenable = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
