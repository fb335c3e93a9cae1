/** The parts of a request that hold its header fields. */
export interface MessageHeaders {
  readonly headers?: unknown;
  readonly headersDistinct?: unknown;
  readonly socket?: { readonly bytesRead?: number | undefined } | null | undefined;
}

/**
 * Reads a header field of a request that Node did not parse: behind serverless adapters and in tests, `rawHeaders` is
 * empty or absent, and `headers` is filled. Returns the value, all values when it was sent more than once, or undefined.
 * `name` is in lower case; the names in `headers` may be in any case.
 */
export function readParsedHeader(
  message: MessageHeaders,
  name: string,
): string | readonly string[] | undefined {
  // Bytes on a socket: Node parsed this request, and `rawHeaders` is all that was sent. A caller that sends no header
  // field at all must not cause another reading, of what earlier middleware has written into `headers`.
  if ((message.socket?.bytesRead ?? 0) > 0) return undefined;
  const joined = valuesIn(message.headers, name);
  const distinct = valuesIn(message.headersDistinct, name);
  const values = distinct.length > joined.length ? distinct : joined;
  return values.length > 1 ? values : values[0];
}

function valuesIn(headers: unknown, name: string): readonly string[] {
  if (typeof headers !== "object" || headers === null) return [];
  return Object.entries(headers)
    .filter(([field]) => field.length === name.length && field.toLowerCase() === name)
    .flatMap(([, value]) => textsOf(value));
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return [value].flat().map((one) => (typeof one === "string" || typeof one === "number" ? String(one) : ""));
}
