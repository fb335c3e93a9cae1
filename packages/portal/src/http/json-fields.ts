/** Thrown for a body that is not a JSON object: answered 400. */
export class NotJsonError extends Error {
  override readonly name = "NotJsonError";
}

/** The members of a JSON object. Only members that a view asks for are read; all others are ignored. */
export class JsonFields {
  readonly #members: ReadonlyMap<string, unknown>;

  constructor(text: string) {
    this.#members = new Map(Object.entries(objectIn(text)));
  }

  /** A text; empty when it is absent. Throws `NotJsonError` for another value. */
  text(name: string): string {
    const value = this.#members.get(name) ?? "";
    if (typeof value !== "string") throw new NotJsonError(`The member ${name} is not a text`);
    return value;
  }
}

/** The object that a text holds. Throws `NotJsonError`, whose message does not repeat the text. */
export function objectIn(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotJsonError("The body is not JSON"); // the message of the cause would quote the body
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new NotJsonError("The body is not an object");
  return value;
}
