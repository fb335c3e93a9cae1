import { between, paragraph } from "../phrases.js";
import type { Question } from "../question.js";
import type { Figures } from "../tables.js";

const TABLE = "growth";

/** How the cost of a request grows. */
export const growth: Question = {
  name: "growth",
  asks: "Does a request cost more when there is more?",
  shows: "CPU of a decision as one number grows from 1 to 10,000, in signature checks (V)",
  needs: [TABLE],
  answer(tables) {
    const table = tables.get(TABLE);
    const rows = table.table.rows.map(({ name }) => `${ends(table, name)} for ${name}`);
    return paragraph(
      "Little: look-ups take the same time among many as among few.",
      `From 1 to 10,000, a decision takes ${rows.join(", ")}.`,
      "Tokens are the exception, since 10,000 of them do not stay in the processor's caches.",
    );
  },
  groups(tables) {
    const { table } = tables.get(TABLE);
    return table.rows.map(({ name, kind, cells }) => ({
      title: name,
      bars: table.columns.flatMap(({ title, unit }, at) => {
        const cell = cells[at];
        return cell === undefined ? [] : [{ name: title, kind, cell, unit }];
      }),
    }));
  },
};

function ends(table: Figures, row: string): string {
  const titles = table.table.columns.map(({ title }) => title);
  return between([table.at(row, titles[0]!), table.at(row, titles.at(-1)!)]);
}
