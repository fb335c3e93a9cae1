import { expect } from "chai";
import fc from "fast-check";
import { answersOf } from "../gains/answers.js";
import { medianOfRuns } from "./median-of-runs.js";
import { pageTable } from "./page-table.js";
import { GAINS_PAGE, pretty, readPage, readPlace, TABLES_PAGE } from "./places.js";
import { readCell } from "./read-figure.js";
import { readTables, tableMark } from "./read-tables.js";
import { pageSummary, verdictOn } from "./summary.js";
import { isMet, racesOf, type Cell, type Row, type Table, type Unit } from "./table.js";
import { writeCell, writeRange, writeTarget } from "./write-figure.js";

const UNITS: readonly Unit[] = ["V", "times", "share", "count", "bytes", "milliseconds", "microseconds"];

const values = fc.oneof(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -1e8, max: 1e8, noNaN: true }),
);
const targets = fc.oneof(
  fc.record({ atMost: fc.constantFrom(0.03, 0.1, 1.25, 200, 40_000_000) }),
  fc.record({ atLeast: fc.constantFrom(0.6, 0.9, 1_000) }),
);
const cells: fc.Arbitrary<Cell> = fc
  .record({
    value: values,
    range: fc.option(fc.record({ low: values, high: values }), { nil: undefined }),
    target: fc.option(targets, { nil: undefined }),
  })
  .map(({ value, range, target }) => ({ value, ...(range && { range }), ...(target && { target }) }));

const TABLE: Table = {
  name: "a-table",
  title: "A table: with, signs",
  about: "What it shows.",
  of: "what",
  columns: [
    { title: "cold: all", unit: "V", best: "low" },
    { title: "10,000 in turn", unit: "V", best: "low" },
    { title: "answers", unit: "count" },
    { title: "bytes", unit: "bytes" },
  ],
  rows: [
    { name: "bare", kind: "baseline", cells: [{ value: 1 }, { value: -0.04 }, undefined, { value: 99 }] },
    {
      name: "ours",
      kind: "ours",
      cells: [
        { value: 1.2549, range: { low: 1.24, high: 1.31 }, target: { atMost: 1.25 } },
        { value: 0.5 },
        { value: 1_000, text: "1000 × 200", target: { atLeast: 1_000 } },
        { value: 1_254_321, range: { low: 99_000, high: 1_300_000 }, target: { atMost: 2_000_000 } },
      ],
    },
    { name: "a peer + another", kind: "peer", cells: [{ value: 1.3 }, { value: 0.4 }, undefined, undefined] },
  ],
};

const onPage = (table: Table) =>
  ["<!-- bench: p -->", tableMark(table.name), `### ${table.title}`, table.about, pageTable(table)].join(
    "\n\n",
  );

const withValues = (...all: readonly number[]): Table[] =>
  all.map((value) => ({ ...TABLE, rows: [rowOf({ value, spread: value / 10, target: { atMost: 2 } })] }));
const rowOf = (cell: Cell): Row => ({ name: "ours", kind: "ours", cells: [cell] });

describe("The report of the bench", () => {
  it("writes no missed figure like its target, and reads every cell back with the same verdict and text", () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(...UNITS), (cell, unit) => {
        const { target } = cell;
        const asked = target === undefined ? "" : ` ${isMet(cell) ? "✓" : "✗"} ${writeTarget(target, unit)}`;
        const text = `**${writeCell(cell, unit)}**${writeRange(cell, unit)}${asked}`;
        const back = readCell(text)!.cell;
        expect(isMet(back)).to.equal(isMet(cell));
        expect(writeRange(back, readCell(text)!.unit).length > 0).to.equal(cell.range !== undefined);
        expect(back.value).to.be.closeTo(cell.value, Math.max(0.5, Math.abs(cell.value) / 100));
      }),
    );
    expect(writeCell({ value: 0.1002, target: { atMost: 0.1 } }, "V")).to.equal("0.1002 V");
    expect(writeCell({ value: 200.3, target: { atMost: 200 } }, "bytes")).to.equal("200.3 B");
  });

  it("reads a table back from a page", async () => {
    const page = `${onPage(TABLE)}\n\nMeasured 2026-01-31 on a machine; Node 24. V = 26.1 µs of CPU.\n`;
    const [table, ...others] = readTables(await pretty(page, TABLES_PAGE));
    expect(others).to.deep.equal([]);
    expect(table!.measured).to.contain("V = 26.1 µs");
    expect(table!.columns.map(({ title }) => title)).to.deep.equal(TABLE.columns.map(({ title }) => title));
    expect(table!.rows.map(({ name, kind }) => ({ name, kind }))).to.deep.equal(
      TABLE.rows.map(({ name, kind }) => ({ name, kind })),
    );
    expect(table!.races).to.deep.equal(racesOf(TABLE));
    expect(table!.rows[1]!.cells.map((cell) => cell && isMet(cell))).to.deep.equal([
      false,
      undefined,
      true,
      true,
    ]);
    expect(pageTable({ ...table!, columns: TABLE.columns })).to.equal(pageTable(TABLE));
  });

  it("counts targets and races, and names the missed ones", () => {
    const { met, missed } = verdictOn([{ ...TABLE, races: racesOf(TABLE), measured: "" }]);
    expect(met).to.equal(3);
    expect(missed.map(({ figure, measured }) => `${figure}: ${measured}`)).to.deep.equal([
      "ours: cold: all: 1.255 V (1.24–1.31)",
      "10,000 in turn: a peer is better",
    ]);
  });

  it("makes of several runs their median, with the smallest and the largest", () => {
    const of = (...all: readonly number[]) =>
      medianOfRuns(withValues(...all).map((table, at) => ({ tables: [table], v: 20 + at })));
    expect(of(1).tables[0]!.rows[0]!.cells[0]).not.to.have.property("range");
    expect(of(3, 1, 2).v).to.equal(21);
    expect(of(3, 1, 2).tables[0]!.rows[0]!.cells[0]).to.deep.include({
      value: 2,
      range: { low: 1, high: 3 },
    });
    expect(of(4, 2).tables[0]!.rows[0]!.cells[0]).to.deep.include({ value: 3, range: { low: 2, high: 4 } });
    expect(of(Number.NaN, 2, 2.5).tables[0]!.rows[0]!.cells[0]).to.deep.include({ value: 2.25 });
    expect(() => medianOfRuns([])).to.throw("no run");
  });

  it("shows on the page what its tables show: `npm run bench -- --page` writes it", async () => {
    const tables = readTables(readPage(TABLES_PAGE));
    expect(tables).not.to.have.lengthOf(0);
    const answers = answersOf(tables).map(({ text }) => text);
    const wanted = { gains: answers.join("\n\n"), summary: pageSummary(tables) };
    for (const [place, text] of Object.entries(wanted))
      expect(readPlace(GAINS_PAGE, place), place).to.equal((await pretty(text, GAINS_PAGE)).trim());
  });
});
