import type { IncomingMessage } from "node:http";

/** Bytes that a request body may have; a token request with a certificate chain stays far below. */
export const bodyLimit: number = 64 * 1024;

/** Reads a form; another content type gives an empty one, as in Entra, and a body past the limit gives undefined. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk); // read on past the limit: cutting the client off would hide the answer
  }
  if (size > bodyLimit) return undefined;
  const type = request.headers["content-type"] ?? "";
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  return new URLSearchParams(isForm ? Buffer.concat(chunks).toString("utf8") : "");
}
