/** The command line makes no sense: what is wrong, and what to write instead. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
