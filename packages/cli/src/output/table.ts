import { printable } from "../printable.js";

/** Rows in aligned columns under their titles; columns without any text are left out. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = titles.flatMap((_, column) => (rows.some((row) => row[column] !== "") ? [column] : []));
  const lines = [titles, ...rows].map((row) => used.map((column) => printable(row[column] ?? "")));
  const widths = used.map((_, at) => lines.reduce((most, line) => Math.max(most, width(line[at]!)), 0));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, at) => padded(cell, widths[at]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

const width = (text: string) => Array.from(text).length;

const padded = (text: string, to: number) => `${text}${" ".repeat(to - width(text))}`;
