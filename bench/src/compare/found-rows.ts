import type { Findings } from "../parts/part.js";
import { figureName, goodEnd, type Column } from "../report/table.js";
import { judge, type Figure } from "./judge.js";
import type { JudgedRow } from "./verdict-table.js";

/** What the runs found about the rows that were asked for. */
export class FoundRows {
  readonly #rows: ReadonlyMap<string, Row>;

  constructor(names: readonly string[]) {
    this.#rows = new Map(names.map((name) => [name, { reference: [], tree: [] }]));
  }

  /** Takes what one run found. */
  add({ tables }: Findings, side: "reference" | "tree"): void {
    for (const table of tables) {
      for (const { name, kind, cells } of table.rows) {
        if (kind !== "ours") continue;
        for (const [at, column] of table.columns.entries()) {
          const row = this.#rows.get(figureName(table.name, name, column));
          const cell = cells[at];
          if (row === undefined || cell === undefined) continue;
          row.column ??= column;
          row[side].push(cell);
        }
      }
    }
  }

  /** A verdict for every row. */
  judged(): JudgedRow[] {
    return [...this.#rows].map(([row, { column, reference, tree }]) => {
      const unit = column?.unit ?? "text";
      const good = (column && goodEnd(column)) ?? "low";
      // What is measured in rounds, such as look-ups per second, is no exact count.
      const exact = unit === "count" && reference.every(({ spread }) => spread === undefined);
      return { row, unit, ...judge(reference, tree, good, { exact }) };
    });
  }
}

/** The figures of one row, run by run. */
interface Row {
  column?: Column;
  readonly reference: Figure[];
  readonly tree: Figure[];
}
