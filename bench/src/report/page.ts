import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { barChart } from "../charts/bar-chart.js";
import { flameGraph } from "../charts/flame-graph.js";
import type { Circumstances } from "./circumstances.js";
import { pageTable } from "./page-table.js";
import type { Result } from "./results.js";
import { summary } from "./summary.js";
import type { Table } from "./table.js";
import { writeFigure } from "./write-figure.js";

const PAGES = ["performance.md", "performance/tables.md"].map(
  (name) => new URL(`../../../docs/${name}`, import.meta.url),
);
const CHARTS = new URL("../../../docs/performance/", import.meta.url);

/** Writes what a part has found into its place on the page, and its charts beside it. */
export async function refreshPage({ part, tables, pictures = [], made, v }: Result): Promise<void> {
  mkdirSync(CHARTS, { recursive: true });
  const unit = v === undefined ? "" : ` V = ${writeFigure(v, "microseconds")} of CPU.`;
  const when = `Measured ${made.date} on ${made.machine}; ${made.node}.${unit}`;
  const shown = pictures.map(({ name, title, root }) => {
    writeFileSync(new URL(`${name}.svg`, CHARTS), flameGraph(title, root, made));
    return `![${title}](${name}.svg)`;
  });
  await replace(part, [...tables.map((table) => section(table, made)), ...shown, when].join("\n\n"));
}

/** Writes the verdict on a whole run into the section of the targets. */
export async function refreshSummary(results: readonly Result[]): Promise<void> {
  const versions = Object.entries(results[0]!.made.versions).map(([name, version]) => `${name} ${version}`);
  const [head, ...missed] = summary(results).split("\n");
  const list = missed.map((line) => line.replace(/^ *✗/, "-"));
  await replace("summary", [head, list.join("\n"), `Versions: ${versions.join(", ")}.`].join("\n\n"));
}

function section(table: Table, made: Circumstances): string {
  const chart = barChart(table, made);
  if (chart !== undefined) writeFileSync(new URL(`${table.name}.svg`, CHARTS), chart);
  return [
    `### ${table.title}`,
    table.about,
    ...(chart === undefined ? [] : [`![${table.title}](${table.name}.svg)`]),
    pageTable(table),
  ].join("\n\n");
}

async function replace(place: string, text: string): Promise<void> {
  const [from, to] = [`<!-- bench: ${place} -->`, `<!-- /bench: ${place} -->`];
  for (const url of PAGES) {
    const page = readFileSync(url, "utf8");
    const [start, end] = [page.indexOf(from), page.indexOf(to)];
    if (start === -1 || end < start) continue;
    const written = `${page.slice(0, start + from.length)}\n\n${text}\n\n${page.slice(end)}`;
    const file = fileURLToPath(url);
    writeFileSync(url, await format(written, { ...(await resolveConfig(file)), parser: "markdown" }));
    return;
  }
  throw new Error(`No page has a place "${from}" … "${to}"`);
}
