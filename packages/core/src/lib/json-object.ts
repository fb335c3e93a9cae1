/** A parsed JSON object. Read its members with `own`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Reads an own member of a parsed object, never an inherited one. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
