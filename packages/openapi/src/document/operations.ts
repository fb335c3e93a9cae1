import type { Problem } from "@product-auth/core";
import { entriesOf, isObject, memberOf, type JsonObject } from "./json-values.js";
import { routeKey } from "./path-key.js";
import { pointerTo } from "./pointer.js";
import { resolve } from "./resolve.js";

/** An operation as it stands in a document. */
export interface DocumentOperation {
  /** In upper case. */
  readonly method: string;
  /** Key in `paths`, such as `/orders/{id}`. */
  readonly path: string;
  /** JSON pointer to the operation. */
  readonly pointer: string;
  readonly operationId?: string;
  readonly operation: JsonObject;
  /** What the methods of the path share. */
  readonly item: JsonObject;
  /** Whether the operation stands at its pointer, so that it can be changed there: no `$ref` leads to it. */
  readonly isInline: boolean;
}

/** The operations of a document, and what cannot be read as one. */
export interface DocumentOperations {
  readonly operations: readonly DocumentOperation[];
  readonly problems: readonly Problem[];
}

// The last one came with OpenAPI 3.2.
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
const MOST_OPERATIONS = 5000;
const LONGEST_PATH = 1024;

/** Lists the operations in `paths`. Webhooks and callbacks are requests that the API makes itself. */
export function operationsOf(document: JsonObject): DocumentOperations {
  const paths = memberOf(document, "paths");
  if (paths !== undefined && !isObject(paths))
    return { operations: [], problems: [problem(pointerTo("paths"), "is not an object", "list the paths")] };
  const operations: DocumentOperation[] = [];
  const problems: Problem[] = [];
  for (const [path, value] of entriesOf(paths)) {
    if (path.startsWith("x-")) continue;
    const found = operationsAt(document, path, value);
    operations.push(...found.operations);
    problems.push(...found.problems);
    if (operations.length > MOST_OPERATIONS) {
      problems.push(problem(pointerTo("paths"), `has more than ${MOST_OPERATIONS} operations`, "divide it"));
      break;
    }
  }
  return { operations, problems: [...problems, ...sameIds(operations), ...samePaths(operations)] };
}

function operationsAt(document: JsonObject, path: string, value: unknown): DocumentOperations {
  const at = pointerTo("paths", path);
  if (!path.startsWith("/") || path.length > LONGEST_PATH)
    return { operations: [], problems: [problem(at, "is not a path", 'begin it with "/"')] };
  const item = resolve(document, value);
  if (item === undefined) return { operations: [], problems: [unresolved(at)] };
  const problems: Problem[] = [];
  const read = (holder: unknown, name: string, ...below: readonly string[]): readonly DocumentOperation[] => {
    const pointer = pointerTo("paths", path, ...below, name);
    const given = memberOf(holder, name);
    const operation = resolve(document, given);
    if (operation === undefined) {
      problems.push(unresolved(pointer));
      return [];
    }
    const id = memberOf(operation, "operationId");
    const operationId = typeof id === "string" ? { operationId: id } : {};
    const isInline = item === value && operation === given;
    return [{ method: name.toUpperCase(), path, pointer, ...operationId, operation, item, isInline }];
  };
  const additional = memberOf(item, ADDITIONAL);
  const operations = [
    ...METHODS.filter((name) => Object.hasOwn(item, name)).flatMap((name) => read(item, name)),
    ...entriesOf(additional).flatMap(([name]) => read(additional, name, ADDITIONAL)),
  ];
  return { operations, problems };
}

const ADDITIONAL = "additionalOperations";

function sameIds(operations: readonly DocumentOperation[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return operations.flatMap(({ operationId, pointer }) => {
    if (operationId === undefined) return [];
    const other = seen.get(operationId);
    seen.set(operationId, pointer);
    return other === undefined
      ? []
      : [problem(`${pointer}/operationId`, `is also that of ${other}`, "give each operation its own")];
  });
}

/** Paths that differ in the names of parameters, or in a slash at the end, are one to a router. */
function samePaths(operations: readonly DocumentOperation[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return operations.flatMap(({ method, path, pointer }) => {
    const key = routeKey(method, path);
    const other = seen.get(key);
    seen.set(key, pointer);
    return other === undefined
      ? []
      : [problem(pointer, `matches the same requests as ${other}`, "keep one of the two")];
  });
}

const problem = (path: string, message: string, fix: string): Problem => ({ path, message, fix });

const unresolved = (at: string) =>
  problem(
    at,
    "is not an object, or refers to something outside of the document",
    "write it here, or refer to #/…",
  );
