/** A store or registry gave no answer. Its message is ours and holds no foreign text, so events may carry it. */
export class NoResponseError extends Error {
  override readonly name = "NoResponseError";
}

/**
 * Describes an error for events: its code, such as `ECONNREFUSED` or `DatabaseError 28P01`, or else its name. Only the
 * message of a `NoResponseError` is used: drivers and proxies write connection strings with passwords into theirs.
 */
export function errorKind(error: unknown): string {
  if (error instanceof NoResponseError) return error.message;
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  // `fetch` hides the reason ("fetch failed") in a chain of causes.
  let found: unknown = error;
  for (let depth = 0; depth < MAX_DEPTH && found instanceof Error; depth++, found = found.cause) {
    const code = codeOf(found);
    if (code === undefined) continue;
    return /^[a-z]/i.test(code) ? code : `${nameOf(found)} ${code}`; // "28P01" alone is not recognizable
  }
  return nameOf(error);
}

/** Causes may form a cycle. */
const MAX_DEPTH = 8;

// Codes and names are identifiers in every library. Anything else may hold a secret, like a message.
const IDENTIFIER = /^[\w.-]{1,64}$/;

function codeOf(error: Error): string | undefined {
  const code: unknown = "code" in error ? error.code : undefined;
  const text = typeof code === "number" ? String(code) : code;
  return typeof text === "string" && IDENTIFIER.test(text) ? text : undefined;
}

function nameOf({ name }: Error): string {
  return typeof name === "string" && IDENTIFIER.test(name) ? name : "Error";
}
