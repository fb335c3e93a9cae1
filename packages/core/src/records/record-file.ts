import type { JsonFileFormat } from "../files/json-file-format.js";
import { parseJsonFile, type PathProblem } from "../files/parse-json-file.js";
import type { JsonPath } from "../lib/json-places.js";
import { checkedRecord, type RecordRow } from "./check-record-changes.js";
import { recordOf } from "./record-of.js";
import { RecordTable } from "./record-table.js";

interface RecordFile {
  readonly version: number;
  readonly records: readonly unknown[];
}

/** Version of the file format: a file of a later release is refused, not misread. */
const FORMAT = 1;

/** The format of a record file: indented, records in the order of kinds and ids, for reading and comparing. */
export const recordFile: JsonFileFormat<RecordTable> = {
  name: "record file",
  consequence: "requests that need a record are answered 503",
  warning: "ProductAuthRecordFileWarning",
  empty: () => new RecordTable(),
  parse(text, path) {
    const rows: RecordRow[] = [];
    const { version } = parseJsonFile(text, path, (content) => problemsIn(content, rows)) as RecordFile;
    return { version, content: new RecordTable(rows) };
  },
  format({ version, content }) {
    const rows = [...content.rows()].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    return `${JSON.stringify({ format: FORMAT, version, records: rows.map(recordOf) }, undefined, 2)}\n`;
  },
};

// Collects the rows: each record is checked and copied once.
function problemsIn(content: unknown, rows: RecordRow[]): readonly PathProblem[] {
  const problem = (at: JsonPath, path: string, message: string, fix: string): PathProblem => ({
    at,
    path,
    message,
    fix,
  });
  if (!isObject(content) || !Array.isArray(content["records"]))
    return [
      problem([], "file", "is not a record file", 'write { "format": 1, "version": 0, "records": [] }'),
    ];
  const { format, version } = content;
  if (format !== FORMAT)
    return [
      problem(
        ["format"],
        "format",
        `is not ${FORMAT}`,
        "use the release that has written the file, or a later one",
      ),
    ];
  if (!Number.isSafeInteger(version) || Number(version) < 0)
    return [problem(["version"], "version", "is not an integer of 0 or more", "write 0")];
  const problems: PathProblem[] = [];
  const places = new Map<string, string>();
  for (const [i, given] of (content["records"] as unknown[]).entries()) {
    const place = `records[${i}]`;
    const at = ["records", i];
    const row = checkedRecord(given, place, (path, message, fix) => {
      const member = /^\.(\w+)/.exec(path.slice(place.length))?.[1];
      problems.push(problem(member === undefined ? at : [...at, member], path, message, fix));
    });
    if (row === undefined) continue;
    const first = places.get(nameOf(row));
    if (first === undefined) places.set(nameOf(row), place);
    else
      problems.push(problem([...at, "id"], `${place}.id`, `is also that of ${first}`, "remove one of them"));
    rows.push(row);
  }
  return problems;
}

const nameOf = ({ kind, id }: RecordRow): string => `${kind}/${id}`;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
