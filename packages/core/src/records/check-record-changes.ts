import { ConfigurationError, type Problem } from "../lib/errors.js";
import { jsonOfValue } from "./json-of-value.js";
import { isRecordId, isRecordKind } from "./record-names.js";
import type { RecordChange, StoredRecord } from "./stored-record.js";

/** A checked record. `json`: its value as text, so that a store keeps a copy that no caller can change. */
export interface RecordRow {
  readonly kind: string;
  readonly id: string;
  readonly owner?: string;
  readonly expiresAt?: number;
  readonly version: number;
  readonly json: string;
}

/** A checked change. */
export type CheckedChange =
  | { readonly put: RecordRow }
  | { readonly remove: { readonly kind: string; readonly id: string; readonly version?: number } };

/** Most changes of one `write`. */
const MAX_CHANGES = 20;

/**
 * Checks the changes of a `write`, for implementations of a repository. Throws one `ConfigurationError` that lists every
 * problem, without a value: it may be personal.
 */
export function checkRecordChanges(changes: readonly RecordChange[]): readonly CheckedChange[] {
  if (!Array.isArray(changes) || changes.length === 0 || changes.length > MAX_CHANGES)
    throw refused([
      { path: "changes", message: `are not 1 to ${MAX_CHANGES}`, fix: `write 1 to ${MAX_CHANGES} changes` },
    ]);
  const problems: Problem[] = [];
  const report = (path: string, message: string, fix: string) => void problems.push({ path, message, fix });
  const places = new Map<string, string>();
  const checked = changes.map((change: unknown, i) => {
    const path = `changes[${i}]`;
    const made = checkedChange(change, path, report);
    if (made === undefined) return undefined;
    const { kind, id } = "put" in made ? made.put : made.remove;
    const first = places.get(`${kind}/${id}`);
    if (first === undefined) places.set(`${kind}/${id}`, path);
    else report(path, `is for the same record as ${first}`, "write one change for each record");
    return made;
  });
  if (problems.length > 0) throw refused(problems);
  return checked.filter((change) => change !== undefined);
}

/** The checked form of one record, for a store that reads records which it did not write. */
export function checkedRecord(given: unknown, path: string, report: Report): RecordRow | undefined {
  const members = membersOf(given, RECORD_MEMBERS, path, report);
  if (members === undefined) return undefined;
  const { kind, id, owner, expiresAt, version, value } = members as Partial<StoredRecord>;
  const result = jsonOfValue(value);
  const isNamed = checkNames(kind, id, path, report);
  if (owner !== undefined && !isRecordId(owner)) report(`${path}.owner`, WRONG_NAME, ID_FIX);
  if (expiresAt !== undefined && !Number.isFinite(expiresAt))
    report(`${path}.expiresAt`, "is not a time", "write milliseconds since 1970, or leave it out");
  if (!isVersion(version)) report(`${path}.version`, WRONG_VERSION, "write 1, or the stored version plus 1");
  if ("problem" in result)
    report(`${path}.value${result.problem.at}`, result.problem.message, result.problem.fix);
  if (!isNamed || !isVersion(version) || "problem" in result) return undefined;
  return {
    kind: kind!,
    id: id!,
    ...(owner !== undefined && { owner }),
    ...(expiresAt !== undefined && { expiresAt }),
    version,
    json: result.json,
  };
}

/** Called for every problem. */
export type Report = (path: string, message: string, fix: string) => void;

const RECORD_MEMBERS: ReadonlySet<string> = new Set(["kind", "id", "owner", "expiresAt", "version", "value"]);
const REMOVE_MEMBERS: ReadonlySet<string> = new Set(["kind", "id", "version"]);

const WRONG_NAME = "has the wrong characters or length";
const WRONG_VERSION = "is not an integer of 1 or more";
const KIND_FIX = "write 1 to 32 characters of a-z and -";
const ID_FIX = "write 1 to 128 characters of A-Z a-z 0-9 . _ : ~ -";

function checkedChange(given: unknown, path: string, report: Report): CheckedChange | undefined {
  const names = isObject(given) ? Object.keys(given) : [];
  const change = given as { readonly put?: unknown; readonly remove?: unknown };
  if (names.length === 1 && names[0] === "put") {
    const put = checkedRecord(change.put, `${path}.put`, report);
    return put && { put };
  }
  if (names.length === 1 && names[0] === "remove") return checkedRemoval(change.remove, path, report);
  report(path, "is neither a put nor a remove", "write { put: record } or { remove: { kind, id } }");
  return undefined;
}

function checkedRemoval(given: unknown, path: string, report: Report): CheckedChange | undefined {
  const members = membersOf(given, REMOVE_MEMBERS, `${path}.remove`, report);
  if (members === undefined) return undefined;
  const { kind, id, version } = members as Partial<StoredRecord>;
  const isNamed = checkNames(kind, id, `${path}.remove`, report);
  if (version !== undefined && !isVersion(version))
    report(`${path}.remove.version`, WRONG_VERSION, "write the stored version, or leave it out");
  return isNamed
    ? { remove: { kind: kind!, id: id!, ...(version !== undefined && { version }) } }
    : undefined;
}

function checkNames(kind: unknown, id: unknown, path: string, report: Report): boolean {
  if (!isRecordKind(kind)) report(`${path}.kind`, WRONG_NAME, KIND_FIX);
  if (!isRecordId(id)) report(`${path}.id`, WRONG_NAME, ID_FIX);
  return isRecordKind(kind) && isRecordId(id);
}

// Own members only, and none besides the known ones: a misspelt `expiresAt` would make a session without an end.
function membersOf(
  given: unknown,
  known: ReadonlySet<string>,
  path: string,
  report: Report,
): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(given)) {
    report(path, "is not an object", `write an object with ${[...known].join(", ")}`);
    return undefined;
  }
  const names = Object.keys(given);
  const unknown = names.some((name) => !known.has(name));
  if (unknown) report(path, "has an unknown member", `write only ${[...known].join(", ")}`);
  return Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name)));
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isVersion = (version: unknown): version is number =>
  Number.isSafeInteger(version) && Number(version) >= 1;

const refused = (problems: readonly Problem[]) =>
  new ConfigurationError(problems, "The records are not written");
