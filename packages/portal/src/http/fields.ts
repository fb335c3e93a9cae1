import { objectIn, NotJsonError } from "./json-fields.js";

/** Most fields of a form or a query that are read. */
const MOST_FIELDS = 200;

/** Thrown for a field that is sent more than once, or for too many of them: answered 400. */
export class RepeatedFieldError extends Error {
  override readonly name = "RepeatedFieldError";
}

/** The fields of a query or of a form. Only fields that a view asks for are read; all others are ignored. */
export class Fields {
  readonly #fields: URLSearchParams;

  constructor(text: string) {
    // Counted first: a body of 64 KiB may hold thousands of fields.
    let count = 1;
    for (let at = text.indexOf("&"); at !== -1; at = text.indexOf("&", at + 1))
      if (++count > MOST_FIELDS) throw new RepeatedFieldError("There are too many fields");
    this.#fields = new URLSearchParams(text);
  }

  /**
   * The fields of a JSON object with the same names: texts, lists of texts for a group of boxes, and true for a box that is
   * ticked. Throws `NotJsonError` for other values.
   */
  static ofJson(text: string): Fields {
    const pairs = Object.entries(objectIn(text)).flatMap(([name, value]) =>
      valuesOf(name, value).map((each) => [name, each] as [string, string]),
    );
    return new Fields(new URLSearchParams(pairs).toString());
  }

  /** These fields, with another one where it is absent. */
  withDefault(name: string, value: () => string): Fields {
    if (this.#fields.has(name)) return this;
    const copy = new Fields("");
    for (const [each, given] of this.#fields) copy.#fields.append(each, given);
    copy.#fields.append(name, value());
    return copy;
  }

  /** The value of a field; undefined when it is absent. Throws `RepeatedFieldError` when it was sent twice. */
  get(name: string): string | undefined {
    const values = this.#fields.getAll(name);
    if (values.length > 1) throw new RepeatedFieldError(`The field ${name} was sent ${values.length} times`);
    return values[0];
  }

  /** The values of a field that may be sent several times: a group of boxes. */
  all(name: string): readonly string[] {
    return this.#fields.getAll(name);
  }

  /** The trimmed text of a field, in one Unicode form; empty when it is absent. */
  text(name: string): string {
    return (this.get(name) ?? "").normalize("NFC").trim();
  }
}

function valuesOf(name: string, value: unknown): readonly string[] {
  if (value === null || value === false) return [];
  if (value === true) return ["yes"];
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.every((each) => typeof each === "string")) return values;
  throw new NotJsonError(`The member ${name} is neither a text nor a list of texts`);
}
