import { entriesOf, memberOf, type JsonObject } from "./json-values.js";
import { resolve } from "./resolve.js";

/** An operation as it stands in a document. */
export interface DocumentOperation {
  readonly document: JsonObject;
  /** Key in `paths`. */
  readonly path: string;
  /** In upper case. */
  readonly method: string;
  /** What it shares with the other methods of the path. */
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

// Fetch cannot send TRACE, and no page has it.
export const METHODS = ["get", "put", "post", "delete", "options", "head", "patch"] as const;
const MOST_OPERATIONS = 5000;
const LONGEST_PATH = 1024;

/** The operations of a document, in its order. */
export function documentOperations(document: JsonObject): readonly DocumentOperation[] {
  const found: DocumentOperation[] = [];
  for (const [path, value] of entriesOf(memberOf(document, "paths"))) {
    const item = path.startsWith("/") && path.length <= LONGEST_PATH ? resolve(document, value) : undefined;
    if (item === undefined) continue;
    for (const method of METHODS) {
      const operation = resolve(document, memberOf(item, method));
      if (operation !== undefined)
        found.push({ document, path, method: method.toUpperCase(), item, operation });
    }
    if (found.length >= MOST_OPERATIONS) break;
  }
  return found;
}
