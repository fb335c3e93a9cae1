/**
 * Reads the body of a response as text, up to a number of bytes. The option `fetch` may return less than a `Response`: an
 * object of a test, or of another HTTP library, whose `text()` or `json()` holds a body that was read before.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
): Promise<{ readonly text: string } | "too long" | "none"> {
  const body = response.body as Partial<AsyncIterable<Uint8Array | string>> | null | undefined;
  if (body === null) return { text: "" };
  if (typeof body?.[Symbol.asyncIterator] === "function")
    return readStream(body as AsyncIterable<Uint8Array | string>, maxBytes);
  const text = await textOf(response);
  if (text === undefined) return "none";
  return Buffer.byteLength(text) > maxBytes ? "too long" : { text: withoutMark(text) };
}

async function readStream(
  body: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): Promise<{ readonly text: string } | "too long"> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.byteLength;
    if (size > maxBytes) return "too long"; // leaving the loop cancels the body
    chunks.push(bytes);
  }
  return { text: withoutMark(Buffer.concat(chunks).toString("utf8")) };
}

async function textOf(response: Partial<Response>): Promise<string | undefined> {
  const text: unknown =
    typeof response.text === "function"
      ? await response.text()
      : typeof response.json === "function"
        ? JSON.stringify(await response.json())
        : undefined;
  return typeof text === "string" ? text : undefined;
}

// RFC 8259 §8.1: a reader may ignore a byte order mark. Editors on Windows write one.
const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? text.slice(1) : text);
