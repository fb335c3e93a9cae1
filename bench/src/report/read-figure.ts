import type { Cell, Target, Unit } from "./table.js";

const FIGURE = /^(−?)([\d,]+(?:\.\d+)?)(?: (V|×|B|MB|ms|µs))?$/;

const UNITS: Readonly<Record<string, readonly [Unit, number]>> = {
  V: ["V", 1],
  "×": ["times", 1],
  B: ["bytes", 1],
  MB: ["bytes", 1e6],
  ms: ["milliseconds", 1],
  µs: ["microseconds", 1],
};

/** A figure with its unit. */
export interface ReadFigure {
  readonly value: number;
  readonly unit: Unit;
}

/** Reads a figure as `writeFigure` writes it; undefined for other texts. */
export function readFigure(text: string): ReadFigure | undefined {
  const [, minus, digits = "", sign] = FIGURE.exec(text) ?? [];
  if (minus === undefined) return undefined;
  const value = Number(digits.replaceAll(",", "")) * (minus === "" ? 1 : -1);
  if (sign === undefined) return { value, unit: digits.includes(".") ? "share" : "count" };
  const [unit, times] = UNITS[sign]!;
  return { value: value * times, unit };
}

const CELL = /^(?:\*\*)?(.+?)(?:\*\*)?(?: \(([^()–]+)–([^()–]+)\))?(?: ([✓✗]) ([≤≥]) (\S+(?: \S+)?))?$/;

/** Reads a cell as the page shows it, with its unit; undefined where there is no figure. */
export function readCell(text: string): { readonly cell: Cell; readonly unit: Unit } | undefined {
  if (text === "–") return undefined;
  const [, written = text, low, high, mark, sign, asked] = CELL.exec(text) ?? [];
  const figure = readFigure(written);
  const target = asked === undefined ? undefined : targetOf(sign!, readFigure(asked));
  const cell: Cell = {
    // Of a text such as "1000 × 200" the number of the answers counts.
    value: figure?.value ?? Number.parseInt(written, 10),
    ...(figure === undefined && { text: written }),
    ...(figure !== undefined &&
      low !== undefined && { range: { low: valueOf(low, written), high: valueOf(high!, written) } }),
    ...(target !== undefined && { target, met: mark === "✓" }),
  };
  return { cell, unit: figure?.unit ?? "text" };
}

const targetOf = (sign: string, asked: ReadFigure | undefined): Target | undefined =>
  asked && (sign === "≤" ? { atMost: asked.value } : { atLeast: asked.value });

/** An end of a range has its own unit, or that of the figure. */
function valueOf(end: string, figure: string): number {
  const unit = end.includes(" ") ? "" : figure.replace(/^\S+/, "");
  return readFigure(`${end}${unit}`)?.value ?? Number.NaN;
}
