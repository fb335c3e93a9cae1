import type { Group } from "../charts/chart.js";
import type { ShownTable } from "../report/read-tables.js";
import type { Cell, Row, Unit } from "../report/table.js";

/** Tables by their names. */
export interface Tables {
  /** The table; throws where there is none. */
  readonly get: (name: string) => Figures;
}

/** A figure with its place in a table. */
export interface Figure {
  readonly row: string;
  readonly cell: Cell;
  readonly unit: Unit;
}

/** What can be asked of a table. */
export interface Figures {
  readonly table: ShownTable;
  /** The figures of one column, of rows of one kind. */
  readonly of: (kind: Row["kind"], column: string) => readonly Figure[];
  /** One figure. */
  readonly at: (row: string, column: string) => Figure;
  /** One column as bars, of the rows of some kinds. */
  readonly bars: (column: string, title: string, kinds?: readonly Row["kind"][]) => Group;
  /** V in microseconds; undefined where the table does not need it. */
  readonly v: number | undefined;
}

/** A table whose figures can be asked for. */
export function figuresOf(table: ShownTable): Figures {
  const columnAt = (title: string): number => {
    const at = table.columns.findIndex((column) => column.title === title);
    if (at === -1) throw new Error(`The table ${table.name} has no column "${title}"`);
    return at;
  };
  const figureOf = ({ name, cells }: Row, at: number): Figure[] =>
    cells[at] === undefined ? [] : [{ row: name, cell: cells[at], unit: table.columns[at]!.unit }];
  const v = / V = ([\d.]+) µs/.exec(table.measured)?.[1];
  return {
    table,
    of: (kind, column) =>
      table.rows.filter((row) => row.kind === kind).flatMap((row) => figureOf(row, columnAt(column))),
    at(row, column) {
      const found = table.rows
        .filter(({ name }) => name === row)
        .flatMap((each) => figureOf(each, columnAt(column)));
      if (found[0] === undefined)
        throw new Error(`The table ${table.name} has no figure "${row}", "${column}"`);
      return found[0];
    },
    bars: (column, title, kinds = ["ours", "peer"]) => ({
      title,
      bars: table.rows
        .filter(({ kind }) => kinds.includes(kind))
        .flatMap((row) =>
          figureOf(row, columnAt(column)).map(({ cell, unit }) => ({
            name: row.name,
            kind: row.kind,
            cell,
            unit,
          })),
        ),
    }),
    v: v === undefined ? undefined : Number(v),
  };
}
