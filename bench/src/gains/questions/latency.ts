import { FRAMEWORKS, TITLES, type Framework } from "../../http/http-contender.js";
import { figure, highest, list, lowest } from "../phrases.js";
import type { Question } from "../question.js";
import type { Tables } from "../tables.js";

const COLUMN = "p99 over undisturbed";
const HELD = "longest hold of the event loop";
const REPLACED = "(d) 1,000 APIs replaced every second";

const tableOf = (framework: Framework) => `latency-${framework}`;

/** What becomes of the latency of good calls. */
export const latency: Question = {
  name: "latency",
  asks: "What happens to latency on a bad day?",
  shows: "p99 of admitted calls during a disturbance, over the p99 of an undisturbed server",
  needs: FRAMEWORKS.map(tableOf),
  answer(tables) {
    const held = FRAMEWORKS.map((framework) => tables.get(tableOf(framework)).at(REPLACED, HELD));
    return [
      "With the processor of the server busy for 70 % of the time, the p99 of the calls that are admitted:",
      list(...FRAMEWORKS.map((framework) => clause(framework, tables))),
      `While a catalog of 1,000 APIs is replaced every second, nothing holds the event loop for more than ${figure(highest(held))}.`,
    ].join("\n\n");
  },
  groups: (tables) =>
    FRAMEWORKS.map((framework) => tables.get(tableOf(framework)).bars(COLUMN, TITLES[framework])),
};

function clause(framework: Framework, tables: Tables): string {
  const table = tables.get(tableOf(framework));
  const p99 = (row: string) => figure(table.at(row, "p99"));
  const disturbed = table.of("ours", COLUMN);
  const worst = highest(disturbed);
  return `${TITLES[framework]}: ${p99("undisturbed")} with a guard and ${p99("bare framework")} without one; disturbed, ${figure(lowest(disturbed))} to ${figure(worst)} of that, the most in ${worst.row}`;
}
