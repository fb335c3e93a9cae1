import { median } from "../measure/median.js";
import type { Findings } from "../parts/part.js";
import type { Cell, Row, Table } from "./table.js";

/** The runs of one part as one: the median of every figure, and its range where it has a target. */
export function medianOfRuns(runs: readonly Findings[]): Findings {
  const [first, ...others] = runs;
  if (first === undefined) throw new Error("There is no run");
  if (others.length === 0) return first;
  const units = runs.flatMap(({ v }) => v ?? []);
  return {
    tables: first.tables.map((table) => tableOf(table, runs)),
    ...(first.pictures !== undefined && { pictures: first.pictures }),
    ...(units.length > 0 && { v: median(units) }),
  };
}

function tableOf(table: Table, runs: readonly Findings[]): Table {
  const same = runs.flatMap(({ tables }) => tables.filter(({ name }) => name === table.name));
  return { ...table, rows: table.rows.map((row) => rowOf(row, same)) };
}

function rowOf(row: Row, tables: readonly Table[]): Row {
  const same = tables.flatMap(({ rows }) => rows.filter(({ name }) => name === row.name));
  return { ...row, cells: row.cells.map((_, at) => cellOf(same.flatMap(({ cells }) => cells[at] ?? []))) };
}

/** Text and target are those of the run in the middle, since both may follow from what a run saw. */
function cellOf(cells: readonly Cell[]): Cell | undefined {
  const sorted = cells.filter(({ value }) => !Number.isNaN(value)).sort((a, b) => a.value - b.value);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) return cells[0];
  const middle = sorted[(sorted.length - 1) >> 1]!;
  const spreads = sorted.flatMap(({ spread }) => spread ?? []);
  return {
    ...middle,
    value: median(sorted.map(({ value }) => value)),
    ...(spreads.length > 0 && { spread: median(spreads) }),
    ...(middle.target !== undefined &&
      middle.text === undefined && { range: { low: low.value, high: high.value } }),
  };
}
