import type { IncomingMessage } from "node:http";

/** Maximum size of a request body, in bytes. A token request with a certificate chain is far smaller. */
export const bodyLimit: number = 64 * 1024;

/** Reads a form. Returns an empty form for another content type, as Entra does, and undefined for a body above the limit. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk); // keep reading above the limit: closing the connection would hide the response
  }
  if (size > bodyLimit) return undefined;
  const type = request.headers["content-type"] ?? "";
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  return new URLSearchParams(isForm ? Buffer.concat(chunks).toString("utf8") : "");
}
