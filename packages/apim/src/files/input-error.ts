/** The input cannot be imported at all: wrong usage, an input of no known kind, or one beyond the bounds. Nothing is written. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly code = "PRODUCT_AUTH_IMPORT_INPUT";
  /** The input or file, as the caller named it. */
  readonly path: string;
  /** What to do about it. */
  readonly fix: string;

  constructor(path: string, message: string, fix: string) {
    super(`${path}: ${message}`);
    this.path = path;
    this.fix = fix;
  }
}
