/** A JSON object as parsed: every member is looked up with `own`. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A member of a parsed object; never one inherited from a prototype. */
export function own(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
