import type { Result } from "./results.js";
import { isAhead, isMet, type Table } from "./table.js";
import { writeCell, writeTarget } from "./write-figure.js";

/** How many figures are what they should be, and each one that is not. */
export function summary(results: readonly Result[]): string {
  const verdicts = results.flatMap(({ tables }) => tables.flatMap(verdictsOn));
  const missed = verdicts.filter(({ met }) => !met);
  const head = `${verdicts.length - missed.length} of ${verdicts.length} targets met${missed.length === 0 ? "." : ". Missed:"}`;
  return [head, ...missed.map(({ says }) => `  ✗ ${says}`)].join("\n");
}

function verdictsOn(table: Table): { says: string; met: boolean }[] {
  const targets = table.rows.flatMap((row) =>
    table.columns.flatMap(({ title, unit }, at) => {
      const cell = row.cells[at];
      if (cell?.target === undefined) return [];
      const says = `${table.title}: ${row.name}, ${title}: ${writeCell(cell, unit)}, asked ${writeTarget(cell.target, unit)}`;
      return [{ says, met: isMet(cell)! }];
    }),
  );
  const races = table.columns.flatMap(({ title, best }, at) => {
    const met = best && isAhead(table, at, best);
    return met === undefined ? [] : [{ says: `${table.title}: ${title}: a peer is better`, met }];
  });
  return [...targets, ...races];
}
