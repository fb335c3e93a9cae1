import { isMet, type Cell, type Row, type Table, type Unit } from "./table.js";
import { writeCell, writeTarget } from "./write-figure.js";

/** A table as the page shows it: ours in bold with what is asked, bounds in italics. */
export function pageTable({ of, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line([of, ...columns.map(({ title }) => title)]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(({ name, kind, cells }) =>
      line([
        MARKED[kind](name),
        ...columns.map(({ unit }, at) => pageCell(cells[at], unit, kind === "ours")),
      ]),
    ),
  ].join("\n");
}

const MARKED: Readonly<Record<Row["kind"], (name: string) => string>> = {
  ours: (name) => `**${name}**`,
  baseline: (name) => `_${name}_`,
  peer: (name) => name,
};

function pageCell(cell: Cell | undefined, unit: Unit, bold: boolean): string {
  const written = writeCell(cell, unit);
  if (cell?.target === undefined) return bold && cell !== undefined ? `**${written}**` : written;
  return `**${written}** ${isMet(cell) === true ? "✓" : "✗"} ${writeTarget(cell.target, unit)}`;
}
