import { writeFileSync } from "node:fs";
import { barChart } from "../charts/bar-chart.js";
import { flameGraph } from "../charts/flame-graph.js";
import { answersOf } from "../gains/answers.js";
import type { Circumstances } from "./circumstances.js";
import { pageTable } from "./page-table.js";
import { CHARTS, GAINS_PAGE, readPage, TABLES_PAGE, writePlace } from "./places.js";
import { readTables, tableMark } from "./read-tables.js";
import type { Result } from "./results.js";
import { pageSummary } from "./summary.js";
import type { Table } from "./table.js";
import { writeFigure } from "./write-figure.js";

/** Writes what a part has found into its place among the tables, and then all that follows from the tables. */
export async function refreshPage({ part, tables, pictures = [], made, v, runs }: Result): Promise<void> {
  const unit = v === undefined ? "" : ` V = ${writeFigure(v, "microseconds")} of CPU.`;
  const medians =
    runs === 1 ? "" : ` Medians of ${runs} runs; in parentheses the smallest and the largest of them.`;
  const when = `Measured ${made.date} on ${made.machine}; ${made.node}.${unit}${medians}`;
  const drawn = pictures.map(({ name, title, root }) => {
    writeFileSync(new URL(`${name}.svg`, CHARTS), flameGraph(title, root, made));
    return `![${title}](${name}.svg)`;
  });
  await writePlace(TABLES_PAGE, part, [...tables.map(section), ...drawn, when].join("\n\n"));
  await writePlace(TABLES_PAGE, "versions", `Versions: ${versionsOf(made)}.`);
  await refreshGains();
}

/** Writes answers, charts and verdict from the tables that stand on the page. */
export async function refreshGains(): Promise<void> {
  const tables = readTables(readPage(TABLES_PAGE));
  const answers = answersOf(tables);
  for (const { chart } of answers)
    if (chart !== undefined) writeFileSync(new URL(`${chart.name}.svg`, CHARTS), barChart(chart));
  await writePlace(GAINS_PAGE, "gains", answers.map(({ text }) => text).join("\n\n"));
  await writePlace(GAINS_PAGE, "summary", pageSummary(tables));
}

const section = (table: Table): string =>
  [tableMark(table.name), `### ${table.title}`, table.about, pageTable(table)].join("\n\n");

const versionsOf = ({ versions }: Circumstances): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
