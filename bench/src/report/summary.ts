import type { ShownTable } from "./read-tables.js";
import { isMet } from "./table.js";
import { writeCell, writeRange, writeTarget } from "./write-figure.js";

/** A target that is missed, in words. */
export interface Miss {
  readonly table: string;
  readonly figure: string;
  readonly measured: string;
  readonly target: string;
}

/** How many figures are what they should be, and each one that is not. */
export interface Verdict {
  readonly met: number;
  readonly missed: readonly Miss[];
}

/** Compares every figure that has a target with it, and every column in which peers race. */
export function verdictOn(tables: readonly ShownTable[]): Verdict {
  const all = tables.flatMap((table) => [...targetsOf(table), ...racesIn(table)]);
  return {
    met: all.filter((miss) => miss === undefined).length,
    missed: all.filter((miss) => miss !== undefined),
  };
}

/** The verdict in one line. */
export function headOf({ met, missed }: Verdict): string {
  return `${met} of ${met + missed.length} targets met${missed.length === 0 ? "." : ". Missed:"}`;
}

/** The verdict for the terminal. */
export function summary(tables: readonly ShownTable[]): string {
  const verdict = verdictOn(tables);
  const lines = verdict.missed.map(
    ({ table, figure, measured, target }) => `  ✗ ${table}: ${figure}: ${measured}, target ${target}`,
  );
  return [headOf(verdict), ...lines].join("\n");
}

/** The verdict for the page. */
export function pageSummary(tables: readonly ShownTable[]): string {
  const verdict = verdictOn(tables);
  if (verdict.missed.length === 0) return headOf(verdict);
  const rows = verdict.missed.map(
    ({ table, figure, measured, target }) => `| ${table} | ${figure} | ${measured} | ${target} |`,
  );
  return [
    headOf(verdict),
    "",
    "| table | figure | measured | target |",
    "| --- | --- | ---: | ---: |",
    ...rows,
  ].join("\n");
}

/** For each target of a table undefined when it is met, else the miss. */
function targetsOf({ title, columns, rows }: ShownTable): (Miss | undefined)[] {
  return rows.flatMap((row) =>
    columns.flatMap((column, at) => {
      const cell = row.cells[at];
      if (cell?.target === undefined) return [];
      if (isMet(cell) === true) return [undefined];
      const measured = `${writeCell(cell, column.unit)}${writeRange(cell, column.unit)}`;
      const target = writeTarget(cell.target, column.unit);
      return [{ table: title, figure: `${row.name}: ${column.title}`, measured, target }];
    }),
  );
}

const racesIn = ({ title, races }: ShownTable): (Miss | undefined)[] =>
  races.map(({ column, met }) =>
    met ? undefined : { table: title, figure: column, measured: "a peer is better", target: "none better" },
  );
