/**
 * Gives an error reply the code that begins its text, such as `OOM` or `READONLY`. Core reports codes, because the text
 * may hold anything.
 */
export function withReplyCode(error: unknown): unknown {
  if (!(error instanceof Error) || "code" in error) return error;
  const [, code] = /^([A-Z]{2,20}) /.exec(error.message) ?? [];
  return code === undefined ? error : Object.assign(error, { code });
}
