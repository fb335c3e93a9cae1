import { isMet, racesOf, type Table } from "./table.js";
import { writeCell, writeRange, writeTarget } from "./write-figure.js";

const MARKS = { true: " ✓", false: " ✗" } as const;

/** A table for the terminal, figures with what is asked of them. */
export function terminalTable(table: Table): string {
  const head = [table.of, ...table.columns.map(({ title }) => title)];
  const lines = table.rows.map((row) => [
    (row.kind === "ours" ? "▸ " : "  ") + row.name,
    ...table.columns.map(({ unit }, at) => {
      const cell = row.cells[at];
      if (cell?.target === undefined) return writeCell(cell, unit);
      return `${writeCell(cell, unit)}${writeRange(cell, unit)}${MARKS[`${isMet(cell)!}`]} ${writeTarget(cell.target, unit)}`;
    }),
  ]);
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => line[at]!.length)));
  const written = [head, ...lines].map((line) =>
    line
      .map((text, at) => pad(text, widths[at]!, at > 0))
      .join("  ")
      .trimEnd(),
  );
  return [table.title, ...written, ...ahead(table)].join("\n");
}

function ahead(table: Table): string[] {
  return racesOf(table).map(({ column, met }) => `  ${column}: no peer is better${MARKS[`${met}`]}`);
}

function pad(text: string, width: number, toTheRight: boolean): string {
  const gap = " ".repeat(width - text.length);
  return toTheRight ? gap + text : text + gap;
}
