import type { IncomingMessage, ServerResponse } from "node:http";
import type { LimitedResponse } from "./limited-call.js";
import type { Counters } from "./judge-limits.js";
import type { LimitUse } from "./limit-use.js";

/** What counting a response takes. */
export interface ResponseCount {
  readonly request: IncomingMessage;
  readonly limits: readonly LimitUse[];
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called when a function of the application fails; the call counts as one then. */
  readonly onError: (error: unknown) => void;
}

/**
 * Counts a call when its response has ended: bytes of both bodies as they are handed over, and calls whose limit depends on
 * the response. A response that never began counts no call. Wraps the body functions of this response and this request
 * only, and delays nothing.
 */
export function countResponse(response: ServerResponse, count: ResponseCount): void {
  const bytes = count.limits.some(({ policy }) => policy.kind === "bandwidth")
    ? countBytes(count.request, response)
    : undefined;
  let isCounted = false;
  let isClosed = false;
  let counted = 0;
  const settle = (ended: boolean) => {
    const now = count.clock();
    const total = bytes?.() ?? 0;
    const more = total - counted;
    counted = total;
    const first = !isCounted && (ended || response.headersSent);
    isCounted ||= first;
    const raised = count.limits.flatMap((use) => {
      const { policy } = use;
      const amount =
        policy.kind === "bandwidth" ? more : first ? amountOf(policy.amountOf, response, count) : 0;
      return amount > 0 ? [use.by(amount)] : [];
    });
    if (raised.length > 0) count.counters.add(raised, now);
  };
  afterEnd(response, () => (isClosed ? undefined : settle(true)));
  response.once("close", () => {
    isClosed = true; // what a handler writes from here on reaches no caller
    settle(false);
  });
}

function amountOf(
  read: LimitUse["policy"]["amountOf"],
  response: ServerResponse,
  { onError }: ResponseCount,
): number {
  if (read === undefined) return 0;
  try {
    const amount = read(viewOf(response));
    if (Number.isSafeInteger(amount) && amount >= 0) return amount;
    throw new TypeError("a function of a limit must return 0 or a positive whole number");
  } catch (error) {
    onError(error);
    return 1; // a limit that silently counts nothing would be none
  }
}

const viewOf = (response: ServerResponse): LimitedResponse => ({
  status: response.statusCode,
  header(name) {
    const value = response.getHeader(name);
    return value === undefined ? undefined : [value].flat().join(", ");
  },
});

// At the end and not at `close`: the caller's next request may arrive in between.
function afterEnd(response: ServerResponse, done: () => void): void {
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  let isDone = false;
  response.end = ((...given: unknown[]) => {
    const result = end(...given);
    if (!isDone) {
      isDone = true;
      done();
    }
    return result;
  }) as ServerResponse["end"];
}

/** Counts the bytes of both bodies from here on. Returns a function that tells how many. */
function countBytes(request: IncomingMessage, response: ServerResponse): () => number {
  let received = receivedBefore(request);
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    received += lengthOf(chunk, encoding);
    return push(chunk, encoding);
  };
  let sent = 0;
  let isEnding = false; // `end(chunk)` of HTTP/2 and of middleware calls `write(chunk)`
  let hasEnded = false; // Node ignores what is written afterwards
  const isOpen = () => !isEnding && !hasEnded;
  const write = response.write.bind(response) as (...given: unknown[]) => boolean;
  response.write = ((...given: unknown[]) => {
    if (isOpen()) sent += lengthOf(given[0], given[1]);
    return write(...given);
  }) as ServerResponse["write"];
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  response.end = ((...given: unknown[]) => {
    if (isOpen()) sent += lengthOf(given[0], given[1]);
    isEnding = true;
    try {
      const result = end(...given);
      hasEnded = true;
      return result;
    } finally {
      isEnding = false;
    }
  }) as ServerResponse["end"];
  // Node sends no body with these (RFC 9110 §9.3.2, §15.3.5, §15.4.5).
  const hasBody = () =>
    request.method !== "HEAD" && response.statusCode !== 204 && response.statusCode !== 304;
  return () => received + (hasBody() ? sent : 0);
}

// A body parser may have read the body before the guard ran; its length is known when it was declared.
function receivedBefore(request: IncomingMessage): number {
  const declared = Number(request.headers["content-length"]);
  if (request.complete && Number.isSafeInteger(declared)) return declared;
  return request.readableLength;
}

function lengthOf(chunk: unknown, encoding: unknown): number {
  if (typeof chunk === "string")
    return Buffer.byteLength(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
  return ArrayBuffer.isView(chunk) ? chunk.byteLength : 0;
}
