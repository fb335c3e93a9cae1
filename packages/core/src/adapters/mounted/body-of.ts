import type { IncomingMessage } from "node:http";
import { encodeParsed } from "./encode-parsed.js";
import { readBytes, type ByteStream } from "./read-bytes.js";

/** Most bytes of a body that a handler gets; one more shows it that the body is longer. */
const LONGEST_BODY = 65_536;

/**
 * The bytes of a body, whether a parser of the application has read it or not; undefined when the client went away.
 * `headers` no longer have what described the bytes as they were sent, where these are others.
 */
export async function bodyOf(
  req: IncomingMessage,
  body: unknown,
  headers: Headers,
): Promise<Uint8Array | undefined> {
  // Parsers also set a body, such as {}, for requests whose stream they did not read.
  const isParsed = body !== undefined && !isStream(body) && (req.readableDidRead || req.readableEnded);
  if (!isParsed) return readBytes(isStream(body) ? body : req, LONGEST_BODY + 1);
  for (const name of ["content-length", "transfer-encoding", "content-encoding"]) headers.delete(name);
  const bytes =
    body instanceof Uint8Array
      ? body
      : Buffer.from(typeof body === "string" ? body : encodeParsed(body, headers.get("content-type")));
  return bytes.subarray(0, LONGEST_BODY + 1);
}

const isStream = (value: unknown): value is ByteStream =>
  typeof (value as Partial<ByteStream> | null)?.on === "function";
