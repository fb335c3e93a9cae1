import type { IncomingMessage } from "node:http";

/** Maximum size of a request body, in bytes. A token request with a certificate chain is far smaller. */
export const bodyLimit: number = 64 * 1024;

/** Reads a body. Returns undefined for one above the limit. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk); // keep reading above the limit: closing the connection would hide the response
  }
  return size > bodyLimit ? undefined : Buffer.concat(chunks).toString("utf8");
}
