import { askedOf, isMet, type Cell, type Target, type Unit } from "./table.js";

/** A figure as people read it. `more` digits than usual tell it apart from another one. */
export function writeFigure(value: number, unit: Unit, more = 0): string {
  if (Number.isNaN(value)) return "–";
  switch (unit) {
    case "V":
      return `${significant(value, more)} V`;
    case "times":
      return `${significant(value, more)} ×`;
    case "share":
      return significant(value, more);
    case "count":
      return whole(value, more);
    case "bytes":
      return Math.abs(value) < 1e5 ? `${whole(value, more)} B` : `${significant(value / 1e6, more)} MB`;
    case "milliseconds":
      return `${significant(value, more)} ms`;
    case "microseconds":
      return `${significant(value, more)} µs`;
    case "text":
      return String(value);
  }
}

const MOST_DIGITS_MORE = 3;

/** A cell with its number, or what stands instead. A figure that misses its target by little never looks equal to it. */
export function writeCell(cell: Cell | undefined, unit: Unit): string {
  if (cell === undefined) return "–";
  if (cell.text !== undefined) return cell.text;
  const { value, target } = cell;
  const usual = writeFigure(value, unit);
  if (target === undefined || isMet(cell) === true) return usual;
  const asked = askedOf(target);
  if (value === asked) return usual; // read from a page, where it was rounded
  for (let more = 0; more < MOST_DIGITS_MORE; more++) {
    const written = writeFigure(value, unit, more);
    if (written !== writeFigure(asked, unit, more)) return written;
  }
  return writeFigure(value, unit, MOST_DIGITS_MORE);
}

/** The range of several runs behind a figure, with a space before it; nothing where there was one run. */
export function writeRange({ range }: Cell, unit: Unit): string {
  if (range === undefined) return "";
  const [low, high] = [writeFigure(range.low, unit), writeFigure(range.high, unit)];
  const [lowest, lowSign] = parted(low);
  const [highest, highSign] = parted(high);
  // The unit stands behind the figure already, unless one end needs another.
  return lowSign === highSign ? ` (${lowest}–${highest})` : ` (${low}–${high})`;
}

function parted(figure: string): readonly [string, string] {
  const at = figure.indexOf(" ");
  return at === -1 ? [figure, ""] : [figure.slice(0, at), figure.slice(at)];
}

/** What is asked of a figure. */
export function writeTarget(target: Target, unit: Unit): string {
  return `${"atMost" in target ? "≤" : "≥"} ${writeFigure(askedOf(target), unit)}`;
}

// Two digits that mean something, three for what stands beside a target of two.
function significant(value: number, more: number): string {
  const size = Math.abs(value);
  if (size >= 100) return whole(value, more);
  return signed(value.toFixed((size >= 10 ? 1 : size >= 1 ? 2 : 3) + more));
}

const whole = (value: number, more: number): string =>
  signed(value.toLocaleString("en", { minimumFractionDigits: more, maximumFractionDigits: more }));

/** With a minus as it is printed, and none before nothing. */
const signed = (digits: string): string => digits.replace(/^-(?=[0.]*$)/, "").replace("-", "−");
