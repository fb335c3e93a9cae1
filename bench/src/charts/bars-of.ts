import type { Cell, Row, Table, Unit } from "../report/table.js";

/** One bar. */
export interface Bar {
  readonly name: string;
  readonly kind: Row["kind"];
  readonly cell: Cell;
  readonly unit: Unit;
}

/** Bars that belong together, with their heading. */
export interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

/** What a table looks like in bars; nothing where no column of it is charted. */
export function barsOf({ rows, columns, groupedBy = "column" }: Table): readonly Group[] {
  const charted = columns.flatMap((column, at) => (column.charted === true ? [{ ...column, at }] : []));
  if (groupedBy === "row") {
    return rows.map(({ name, kind, cells }) => ({
      title: name,
      bars: charted.flatMap(({ title, unit, at }) => barOf(title, kind, cells[at], unit)),
    }));
  }
  return charted.map(({ title, unit, at }) => ({
    title,
    bars: rows.flatMap(({ name, kind, cells }) => barOf(name, kind, cells[at], unit)),
  }));
}

const barOf = (name: string, kind: Row["kind"], cell: Cell | undefined, unit: Unit): Bar[] =>
  cell === undefined ? [] : [{ name, kind, cell, unit }];
