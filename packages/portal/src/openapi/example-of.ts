import { entriesOf, isObject, memberOf, type JsonObject, resolve } from "@product-auth/openapi/document";
import { itemsOf } from "./json-values.js";

const DEEPEST = 6;
const MOST_MEMBERS = 200;
const LONGEST = 20_000;

/** An example as text: a text as it is, everything else as JSON. Undefined when there is none, or for one that is too long. */
export function exampleText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
  return (text as string | undefined) !== undefined && text.length <= LONGEST
    ? text.replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    : undefined;
}

/**
 * The example of a parameter or of a media type: its own, the first one of `examples`, else one made from its schema.
 * `isSent`: of what a caller sends, without what is read-only.
 */
export function exampleOf(
  document: JsonObject,
  holder: JsonObject,
  { isSent }: { isSent: boolean },
): unknown {
  const own = memberOf(holder, "example");
  if (own !== undefined) return own;
  const [first] = entriesOf(memberOf(holder, "examples"));
  const named = first && memberOf(resolve(document, first[1]), "value");
  if (named !== undefined) return named;
  return new Sample(document, isSent ? "readOnly" : "writeOnly").of(memberOf(holder, "schema"), 0);
}

/** The example, the default or the only value that a schema names itself. */
export function namedExample(document: JsonObject, schema: unknown): unknown {
  const resolved = resolve(document, schema);
  return [
    memberOf(resolved, "example"),
    itemsOf(memberOf(resolved, "examples"))[0],
    memberOf(resolved, "default"),
    memberOf(resolved, "const"),
    itemsOf(memberOf(resolved, "enum"))[0],
  ].find((value) => value !== undefined);
}

const OF_FORMAT: Readonly<Record<string, string>> = {
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  email: "name@example.com",
  uri: "https://example.com",
  uuid: "00000000-0000-0000-0000-000000000000",
};

/** Makes a value of a schema. Schemas may contain themselves, so depth and number of members are bounded. */
class Sample {
  readonly #document: JsonObject;
  readonly #hidden: "readOnly" | "writeOnly";
  #members = 0;
  /** The schemas that are being made: one inside itself would show the same members again. */
  readonly #open = new Set<JsonObject>();

  constructor(document: JsonObject, hidden: "readOnly" | "writeOnly") {
    this.#document = document;
    this.#hidden = hidden;
  }

  of(schema: unknown, depth: number): unknown {
    if (depth > DEEPEST || ++this.#members > MOST_MEMBERS) return undefined;
    const resolved = resolve(this.#document, schema);
    if (resolved === undefined || this.#open.has(resolved)) return undefined;
    const named = namedExample(this.#document, resolved);
    if (named !== undefined) return named;
    this.#open.add(resolved);
    const value = this.#made(resolved, depth);
    this.#open.delete(resolved);
    return value;
  }

  #made(resolved: JsonObject, depth: number): unknown {
    const [alternative] = [
      ...itemsOf(memberOf(resolved, "oneOf")).slice(0, 1),
      ...itemsOf(memberOf(resolved, "anyOf")).slice(0, 1),
    ];
    if (alternative !== undefined) return this.of(alternative, depth + 1);
    return this.#ofType(resolved, depth);
  }

  #ofType(schema: JsonObject, depth: number): unknown {
    const type = memberOf(schema, "type");
    const name: unknown = Array.isArray(type) ? type.find((each) => each !== "null") : type;
    if (name === "string") {
      const format = memberOf(schema, "format");
      return typeof format === "string" && Object.hasOwn(OF_FORMAT, format) ? OF_FORMAT[format] : "text";
    }
    if (name === "integer" || name === "number") return 1;
    if (name === "boolean") return true;
    if (name === "array") {
      const item = this.of(memberOf(schema, "items"), depth + 1);
      return item === undefined ? [] : [item];
    }
    return this.#ofObject(schema, depth);
  }

  #ofObject(schema: JsonObject, depth: number): unknown {
    const parts = itemsOf(memberOf(schema, "allOf"))
      .slice(0, 10)
      .map((part) => this.of(part, depth + 1));
    const properties = entriesOf(memberOf(schema, "properties")).filter(
      ([, property]) => memberOf(resolve(this.#document, property), this.#hidden) !== true,
    );
    const members = [
      ...parts.flatMap((part) => entriesOf(part)),
      ...properties.flatMap(([name, property]) => {
        const value = this.of(property, depth + 1);
        return value === undefined ? [] : [[name, value] as const];
      }),
    ];
    const isAnObject = memberOf(schema, "type") === "object" || members.length > 0 || parts.some(isObject);
    return isAnObject ? Object.fromEntries(members) : undefined;
  }
}
