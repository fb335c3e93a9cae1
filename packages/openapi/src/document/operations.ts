import type { Problem } from "@product-auth/core";
import { entriesOf, isObject, memberOf, type JsonObject } from "./json-values.js";
import { routeKey } from "./path-key.js";
import { pointerTo } from "./pointer.js";
import { besideReference } from "./beside-reference.js";
import { follow } from "./resolve.js";

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
  const problems: Problem[] = [];
  const read = (given: unknown, pointer: string): JsonObject | undefined => {
    const { target, references } = follow(document, given);
    const lost = besideReference(references);
    if (target === undefined) problems.push(unresolved(pointer));
    else if (lost !== undefined) problems.push(problem(pointer, `has ${lost} beside a $ref`, MOVE));
    return target;
  };
  const item = read(value, at);
  if (item === undefined) return { operations: [], problems };
  const found = methodsOf(item).flatMap(({ names, given }): readonly DocumentOperation[] => {
    const pointer = pointerTo("paths", path, ...names);
    const operation = read(given, pointer);
    if (operation === undefined) return [];
    const id = memberOf(operation, "operationId");
    const operationId = typeof id === "string" ? { operationId: id } : {};
    const isInline = item === value && operation === given;
    const method = names.at(-1)!.toUpperCase();
    return [{ method, path, pointer, ...operationId, operation, item, isInline }];
  });
  return { operations: found, problems: [...problems, ...strangers(item, at)] };
}

interface GivenMethod {
  /** Names of the members below the path. */
  readonly names: readonly string[];
  readonly given: unknown;
}

const methodsOf = (item: JsonObject): readonly GivenMethod[] => [
  ...METHODS.filter((name) => Object.hasOwn(item, name)).map((name) => ({
    names: [name],
    given: item[name],
  })),
  ...entriesOf(memberOf(item, ADDITIONAL)).map(([name, given]) => ({ names: [ADDITIONAL, name], given })),
];

/** Members that no path has. A method in capitals would be an operation of which nothing is known. */
function strangers(item: JsonObject, at: string): readonly Problem[] {
  const additional = memberOf(item, ADDITIONAL);
  const unknown = Object.keys(item).filter((name) => !MEMBERS.has(name) && !name.startsWith("x-"));
  return [
    ...unknown.map((name) =>
      problem(`${at}${pointerTo(name).slice(1)}`, "is no member of a path", LOWER_CASE),
    ),
    ...(additional === undefined || isObject(additional) ? [] : [unresolved(`${at}/${ADDITIONAL}`)]),
  ];
}

const ADDITIONAL = "additionalOperations";
const MEMBERS = new Set([...METHODS, ADDITIONAL, "summary", "description", "servers", "parameters"]);
const MOVE = "write all of it where the $ref leads, or all of it here";
const LOWER_CASE =
  "write methods in lower case, methods that OpenAPI does not have in additionalOperations, and extensions as x-…";

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

/** Paths that differ in the names of parameters, in capitals, or in a slash at the end, are one to a router. */
function samePaths(operations: readonly DocumentOperation[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return operations.flatMap(({ method, path, pointer }) => {
    const key = routeKey(method, path).toLowerCase();
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
