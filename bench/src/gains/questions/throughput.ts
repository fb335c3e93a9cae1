import { FRAMEWORKS, TITLES, type Framework } from "../../http/http-contender.js";
import { highest, list, percent } from "../phrases.js";
import type { Question } from "../question.js";
import type { Tables } from "../tables.js";

const COLUMN = "requests/s over bare";

const tableOf = (framework: Framework) => `sockets-${framework}`;

/** How many requests a second are left. */
export const throughput: Question = {
  name: "throughput",
  asks: "How many requests a second are left?",
  shows: "Requests per second, as a share of the framework without a guard",
  needs: FRAMEWORKS.map(tableOf),
  answer: (tables) =>
    [
      "A server at its limit, with 50 connections and a handler that does nothing, still answers this share of the requests per second that it answers without a guard. It is the worst case: a handler with work to do makes the share larger.",
      list(...FRAMEWORKS.map((framework) => clause(framework, tables))),
    ].join("\n\n"),
  groups: (tables) =>
    FRAMEWORKS.map((framework) => tables.get(tableOf(framework)).bars(COLUMN, TITLES[framework])),
};

function clause(framework: Framework, tables: Tables): string {
  const table = tables.get(tableOf(framework));
  const peer = percent([highest(table.of("peer", COLUMN))]);
  return `${TITLES[framework]}: ${percent(table.of("ours", COLUMN))}; with the fastest peer ${peer}`;
}
