import { BETWEEN_RACES, RACES } from "./page-table.js";
import { readCell } from "./read-figure.js";
import { racesOf, type Column, type Race, type Row, type Table, type Unit } from "./table.js";

/** A table that stands on a page, or comes to stand there. */
export interface ShownTable extends Table {
  readonly races: readonly Race[];
  /** When, where and with what it was measured. */
  readonly measured: string;
}

/** What precedes each table on the page. */
export const tableMark = (name: string): string => `<!-- table: ${name} -->`;

/** A table just measured, as if it stood on the page. */
export const shown = (table: Table): ShownTable => ({ ...table, races: racesOf(table), measured: "" });

/** Reads the tables of a page back, so that charts and verdicts show what the tables show. */
export function readTables(page: string): ShownTable[] {
  const lines = page.split("\n");
  const marks = lines.flatMap((line, at) => {
    const name = /^<!-- table: ([a-z0-9-]+) -->$/.exec(line)?.[1];
    return name === undefined ? [] : [{ name, at }];
  });
  return marks.map(({ name, at }, i) => {
    const end = marks[i + 1]?.at ?? lines.length;
    // The line with the circumstances closes all tables of a part.
    const measured = lines.slice(at).find((line) => line.startsWith("Measured ")) ?? "";
    return { ...readTable(name, lines.slice(at, end)), measured };
  });
}

function readTable(name: string, lines: readonly string[]): Omit<ShownTable, "measured"> {
  const from = lines.findIndex((line) => line.startsWith("|"));
  const length = lines.slice(from).findIndex((line) => !line.startsWith("|"));
  const [head = [], , ...body] = (from === -1 ? [] : lines.slice(from, from + length)).map(cellsOf);
  const [of = "", ...titles] = head;
  const read = body.map(([row = "", ...cells]) => ({ ...rowOf(row), read: cells.map(readCell) }));
  const unitOf = (at: number): Unit => {
    const units = read.flatMap((row) => row.read[at]?.unit ?? []);
    return units.find((unit) => unit !== "text") ?? "text";
  };
  const races = lines.find((line) => line.startsWith(RACES))?.slice(RACES.length);
  return {
    name,
    title: lines.find((line) => line.startsWith("### "))?.slice(4) ?? name,
    about: "",
    of,
    columns: titles.map((title, at): Column => ({ title, unit: unitOf(at) })),
    rows: read.map(({ name: row, kind, read: cells }): Row => ({
      name: row,
      kind,
      cells: cells.map((each) => each?.cell),
    })),
    races: races === undefined ? [] : races.split(BETWEEN_RACES).map(raceOf),
  };
}

const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf("|"))
    .split("|")
    .map((cell) => cell.trim());

function rowOf(text: string): Pick<Row, "name" | "kind"> {
  if (text.startsWith("**")) return { name: text.slice(2, -2), kind: "ours" };
  if (text.startsWith("_")) return { name: text.slice(1, -1), kind: "baseline" };
  return { name: text, kind: "peer" };
}

const raceOf = (text: string): Race => ({ met: text.startsWith("✓"), column: text.slice(2) });
