import type { Cell, Target, Unit } from "./table.js";

/** A figure as people read it. */
export function writeFigure(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return "–";
  switch (unit) {
    case "V":
      return `${significant(value)} V`;
    case "times":
      return `${significant(value)} ×`;
    case "share":
      return significant(value);
    case "count":
      return Math.round(value).toLocaleString("en");
    case "bytes":
      return Math.abs(value) < 1e5
        ? `${Math.round(value).toLocaleString("en")} B`
        : `${significant(value / 1e6)} MB`;
    case "milliseconds":
      return `${significant(value)} ms`;
    case "microseconds":
      return `${significant(value)} µs`;
    case "text":
      return String(value);
  }
}

/** A cell with its number, or what stands instead. */
export function writeCell(cell: Cell | undefined, unit: Unit): string {
  if (cell === undefined) return "–";
  return cell.text ?? writeFigure(cell.value, unit);
}

/** What is asked of a figure. */
export function writeTarget(target: Target, unit: Unit): string {
  const [sign, value] = "atMost" in target ? ["≤", target.atMost] : ["≥", target.atLeast];
  return `${sign} ${writeFigure(value, unit)}`;
}

// Two digits that mean something, three for what stands beside a target of two.
function significant(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString("en");
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3).replace("-", "−");
}
