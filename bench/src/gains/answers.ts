import type { Chart } from "../charts/chart.js";
import type { ShownTable } from "../report/read-tables.js";
import type { Question } from "./question.js";
import { QUESTIONS } from "./questions.js";
import { figuresOf, type Tables } from "./tables.js";

/** An answer for the page, with its chart. */
export interface Answer {
  readonly text: string;
  /** None while a table is not measured. */
  readonly chart?: Chart;
}

/** The answers that tables give. */
export function answersOf(tables: readonly ShownTable[]): readonly Answer[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  return QUESTIONS.map((question) => answerOf(question, byName));
}

function answerOf(question: Question, byName: ReadonlyMap<string, ShownTable>): Answer {
  const heading = `### ${question.asks}`;
  const missing = question.needs.filter((name) => !byName.has(name));
  if (missing.length > 0) return { text: `${heading}\n\nNot measured yet on an idle machine.` };
  const tables: Tables = {
    get(name) {
      if (!question.needs.includes(name))
        throw new Error(`${question.name} does not say that it needs ${name}`);
      return figuresOf(byName.get(name)!);
    },
  };
  const picture = `![${question.shows}](performance/${question.name}.svg)`;
  const measured = question.needs.map((name) => captionOf(byName.get(name)!.measured));
  const chart: Chart = {
    name: question.name,
    title: question.shows,
    groups: question.groups(tables),
    captions: [...new Set(measured)],
  };
  return { text: [heading, question.answer(tables), picture].join("\n\n"), chart };
}

/** Date, machine and Node; not what the figures in the table mean. */
const captionOf = (measured: string): string => measured.replace(/\.( V =.*| Medians.*)?$/, "");
