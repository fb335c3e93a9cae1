/** An error of ours whose message holds nothing from outside, so that operators may see it. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}

/**
 * Which error it is, for operators: its code, else its name, such as `ECONNREFUSED` or `DatabaseError 28P01`, and of a
 * `NoAnswerError` its message. No other error's message: drivers and proxies write connection strings, passwords
 * included, into theirs, and this goes into events.
 */
export function errorKind(error: unknown): string {
  if (error instanceof NoAnswerError) return error.message;
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  // `fetch` hides the reason ("fetch failed") in a chain of causes.
  let found: unknown = error;
  for (let depth = 0; depth < MAX_DEPTH && found instanceof Error; depth++, found = found.cause) {
    const code = codeOf(found);
    if (code === undefined) continue;
    return /^[a-z]/i.test(code) ? code : `${nameOf(found)} ${code}`; // "28P01" alone says nothing
  }
  return nameOf(error);
}

/** Causes may go in a circle. */
const MAX_DEPTH = 8;

// Both are identifiers in every library; where one holds more than that, it is a text like the message.
const IDENTIFIER = /^[\w.-]{1,64}$/;

function codeOf(error: Error): string | undefined {
  const code: unknown = "code" in error ? error.code : undefined;
  const text = typeof code === "number" ? String(code) : code;
  return typeof text === "string" && IDENTIFIER.test(text) ? text : undefined;
}

function nameOf({ name }: Error): string {
  return typeof name === "string" && IDENTIFIER.test(name) ? name : "Error";
}
