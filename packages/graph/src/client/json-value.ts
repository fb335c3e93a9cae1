/** A value that JSON can express. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** A JSON object of a body. */
export type JsonMembers = { readonly [name: string]: JsonValue };
