import type { IncomingMessage, ServerResponse } from "node:http";

/** Counts the bytes of both bodies that are handed over after this call. Returns a function that tells how many. */
export function countBytes(request: IncomingMessage, response: ServerResponse): () => number {
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
