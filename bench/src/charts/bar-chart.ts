import { askedOf, isMet, type Cell } from "../report/table.js";
import { writeCell, writeTarget } from "../report/write-figure.js";
import type { Bar, Chart, Group } from "./chart.js";
import { element, picture, text } from "./svg.js";

const WIDTH = 860;
const MARGIN = 20;
const NAMES = 262;
const FIGURES = 210;
const ROOM = WIDTH - 2 * MARGIN - NAMES - FIGURES;
const LINE = 22;
const BAR = 13;

// Readable on a light and on a dark page: the chart brings its own ground, by the reader's own choice of colours.
const STYLE = `
  .ground { fill: #ffffff } .words { fill: #1f2328 } .faint { fill: #59636e }
  .ours { fill: #0969da } .peer { fill: #afb8c1 } .baseline { fill: #d8dee4 }
  .axis { stroke: #d1d9e0 } .target { stroke: #bc4c00 } .aim { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .words { fill: #e6edf3 } .faint { fill: #9198a1 }
    .ours { fill: #4493f8 } .peer { fill: #59636e } .baseline { fill: #343b43 }
    .axis { stroke: #3d444d } .target { stroke: #f0883e } .aim { fill: #f0883e }
  }`;

/** Horizontal bars from nothing, all on one scale, with what is asked of ours as a line. */
export function barChart({ title, groups, captions }: Chart): string {
  const longest = Math.max(...groups.flatMap(({ bars }) => bars.flatMap(({ cell }) => endsOf(cell))), 1e-9);
  const parts: string[] = [
    text(title, { x: MARGIN, y: 32, class: "words", "font-size": 17, "font-weight": 600 }),
  ];
  let top = 46;
  for (const group of groups) {
    parts.push(drawGroup(group, top, longest));
    top += 30 + group.bars.length * LINE + 8;
  }
  top += 12;
  for (const line of captions) {
    parts.push(text(line, { x: MARGIN, y: top, class: "faint", "font-size": 11 }));
    top += 15;
  }
  const height = top + 6;
  const extra = { "font-size": 13 };
  return picture({ width: WIDTH, height, label: title, style: STYLE, extra }, ...parts);
}

const endsOf = ({ value, target }: Cell): number[] => [
  value,
  ...(target === undefined ? [] : [askedOf(target)]),
];

function drawGroup({ title, bars }: Group, top: number, longest: number): string {
  const head = text(title, { x: MARGIN, y: top + 18, class: "words", "font-weight": 600 });
  const start = MARGIN + NAMES;
  const from = top + 26;
  const axis = element("line", {
    x1: start,
    x2: start,
    y1: from,
    y2: from + bars.length * LINE,
    class: "axis",
    "stroke-width": 1,
  });
  return [head, axis, ...bars.map((bar, at) => drawBar(bar, from + at * LINE, longest))].join("\n");
}

function drawBar({ name, kind, cell, unit }: Bar, y: number, longest: number): string {
  const start = MARGIN + NAMES;
  const long = (value: number) => Math.max(0, (value / longest) * ROOM);
  const baseline = y + LINE / 2 + 4.5;
  const weight = kind === "ours" ? { "font-weight": 600 } : {};
  const width = Math.max(long(cell.value), 1);
  const parts = [
    text(name, { x: start - 8, y: baseline, "text-anchor": "end", class: "words", ...weight }),
    element("rect", {
      x: start,
      y: y + (LINE - BAR) / 2,
      width: round(width),
      height: BAR,
      rx: 2,
      class: kind,
    }),
  ];
  let end = start + width;
  if (cell.target !== undefined) {
    const x = round(start + long(askedOf(cell.target)));
    end = Math.max(end, x);
    parts.push(
      element("line", { x1: x, x2: x, y1: y + 1, y2: y + LINE - 1, class: "target", "stroke-width": 2 }),
    );
  }
  parts.push(text(writeCell(cell, unit), { x: round(end + 7), y: baseline, class: "words", ...weight }));
  if (cell.target !== undefined) {
    const aim = `${isMet(cell) === true ? "✓" : "✗"} target ${writeTarget(cell.target, unit)}`;
    parts.push(text(aim, { x: round(end + 72), y: baseline, class: "aim", "font-size": 12 }));
  }
  return parts.join("\n");
}

const round = (value: number): number => Math.round(value * 10) / 10;
