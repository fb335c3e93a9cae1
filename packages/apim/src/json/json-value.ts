/** A JSON value, read from a file. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** Members are read as own properties only: names come from files. */
export interface JsonObject {
  readonly [name: string]: Json;
}
