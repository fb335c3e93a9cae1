import { writeCell, writeFigure } from "../report/write-figure.js";
import type { Figure } from "./tables.js";

/** A figure in a sentence. */
export const figure = ({ cell: { value }, unit }: Figure): string => writeCell({ value }, unit);

/** Figures in a sentence: one, or the smallest to the largest. */
export const between = (figures: readonly Figure[]): string =>
  span(figure(lowest(figures)), figure(highest(figures)));

/** Figures in V, with the time that they take where V is so many microseconds. */
export function inTime(figures: readonly Figure[], v: number | undefined): string {
  if (v === undefined) return between(figures);
  const time = ({ cell }: Figure) => `${twoDigits(cell.value * v)} µs`;
  return `${between(figures)} (${span(time(lowest(figures)), time(highest(figures)))})`;
}

/** The smallest of figures. */
export const lowest = (figures: readonly Figure[]): Figure => first(figures, 1);

/** The largest of figures. */
export const highest = (figures: readonly Figure[]): Figure => first(figures, -1);

/** Shares as percentages: one, or the smallest to the largest. */
export function percent(figures: readonly Figure[]): string {
  const written = ({ cell }: Figure) => `${Math.round(cell.value * 100)} %`;
  return span(written(lowest(figures)), written(highest(figures)));
}

/** What so many things of one weight take together. */
export const together = ({ cell, unit }: Figure, times: number): string =>
  writeFigure(cell.value * times, unit);

/** Sentences as one paragraph. */
export const paragraph = (...sentences: readonly string[]): string => sentences.join(" ");

/** Lines as a list. */
export const list = (...lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

// A ratio and a unit that were both measured are good for no more.
const twoDigits = (value: number): number => Number(value.toPrecision(2));

/** `0.1 V` and `0.2 V` are `0.1 to 0.2 V`. */
function span(low: string, high: string): string {
  if (low === high) return low;
  const [number, sign] = low.split(" ");
  return high.endsWith(` ${sign}`) ? `${number} to ${high}` : `${low} to ${high}`;
}

function first(figures: readonly Figure[], sign: 1 | -1): Figure {
  const [one] = [...figures].sort((a, b) => sign * (a.cell.value - b.cell.value));
  if (one === undefined) throw new Error("There are no figures");
  return one;
}
