/** Thrown for a document that cannot be used. The message is for operators. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}
