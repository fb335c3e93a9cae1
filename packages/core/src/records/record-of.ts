import type { JsonObject } from "../lib/json-object.js";
import type { RecordRow } from "./check-record-changes.js";
import type { StoredRecord } from "./stored-record.js";

/** Makes a record from its stored form. For implementations of a repository. */
export function recordOf({ json, ...rest }: RecordRow): StoredRecord {
  return { ...rest, value: JSON.parse(json) as JsonObject };
}
