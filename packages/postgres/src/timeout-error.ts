/** Makes the error of a query that timed out. Core reports its code in events, never its message. */
export function timeoutError(milliseconds: number): Error {
  const error = new Error(`PostgreSQL did not answer within ${milliseconds} ms`);
  return Object.assign(error, { code: "POSTGRES_TIMEOUT" });
}
