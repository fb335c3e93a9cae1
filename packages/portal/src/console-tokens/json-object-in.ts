/** Longest answer that is read, in bytes. */
const LONGEST = 65_536;

/** The members of the JSON object that a response holds; undefined for another body, and for one of more than 64 KiB. */
export async function jsonObjectIn(response: Response): Promise<ReadonlyMap<string, unknown> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > LONGEST) return undefined; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : undefined;
  } catch {
    return undefined;
  }
}
