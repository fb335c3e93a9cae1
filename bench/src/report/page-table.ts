import { isMet, racesOf, type Cell, type Row, type Table, type Unit } from "./table.js";
import { writeCell, writeRange, writeTarget } from "./write-figure.js";

/** What stands before the verdicts on the columns in which peers race. */
export const RACES = "Against the peers: ";

/** Between those verdicts. */
export const BETWEEN_RACES = "; ";

/** A table as the page shows it: ours in bold with what is asked, bounds in italics. `readTables` reads it back. */
export function pageTable(table: Table): string {
  const { of, columns, rows } = table;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const races = racesOf(table).map(({ column, met }) => `${met ? "✓" : "✗"} ${column}`);
  return [
    line([of, ...columns.map(({ title }) => title)]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(({ name, kind, cells }) =>
      line([
        MARKED[kind](name),
        ...columns.map(({ unit }, at) => pageCell(cells[at], unit, kind === "ours")),
      ]),
    ),
    ...(races.length === 0 ? [] : ["", `${RACES}${races.join(BETWEEN_RACES)}`]),
  ].join("\n");
}

const MARKED: Readonly<Record<Row["kind"], (name: string) => string>> = {
  ours: (name) => `**${name}**`,
  baseline: (name) => `_${name}_`,
  peer: (name) => name,
};

function pageCell(cell: Cell | undefined, unit: Unit, bold: boolean): string {
  const written = writeCell(cell, unit);
  if (cell === undefined) return written;
  const range = writeRange(cell, unit);
  if (cell.target === undefined) return `${bold ? `**${written}**` : written}${range}`;
  return `**${written}**${range} ${isMet(cell) === true ? "✓" : "✗"} ${writeTarget(cell.target, unit)}`;
}
