import type { Unit } from "../report/table.js";
import { writeFigure } from "../report/write-figure.js";
import type { Judged } from "./judge.js";

/** A row with its verdict. */
export interface JudgedRow extends Judged {
  readonly row: string;
  readonly unit: Unit;
}

/** The verdicts for the terminal. */
export function verdictTable(rows: readonly JudgedRow[]): string {
  const lines = rows.map(({ row, unit, reference, tree, ratio, noise, verdict }) => [
    row,
    writeFigure(reference, unit),
    writeFigure(tree, unit),
    Number.isNaN(ratio) ? "–" : ratio.toFixed(2),
    Number.isNaN(noise) ? "–" : `± ${writeFigure(noise, unit)}`,
    verdict,
  ]);
  const table = [["row", "revision", "working tree", "ratio", "noise", "verdict"], ...lines];
  const widths = table[0]!.map((_, at) => Math.max(...table.map((line) => line[at]!.length)));
  return table
    .map((line) =>
      line
        .map((text, at) => (at > 0 && at < 5 ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Noise beyond this share of the figure hides what most changes would cost. */
const LOUD = 0.25;

/** What the verdicts come to, in a few lines, and whether no row is worse. */
export function conclusion(rows: readonly JudgedRow[]): { text: string; good: boolean } {
  const worse = rows.filter(({ verdict }) => verdict === "WORSE");
  const gone = rows.filter(({ verdict }) => verdict === "gone");
  const added = rows.filter(({ verdict }) => verdict === "new");
  const loud = rows.filter(({ noise, reference }) => noise > Math.abs(reference) * LOUD);
  const compared = rows.length - gone.length - added.length;
  const good = worse.length === 0 && gone.length === 0 && rows.length > 0;
  const lines = [
    ...(added.length === 0
      ? []
      : [`${count(added.length)} new: the revision does not have what they measure.`]),
    ...(gone.length === 0 ? [] : [`${count(gone.length)} gone: the working tree gives no figure for them.`]),
    ...(loud.length === 0
      ? []
      : [
          `Noise of ${count(loud.length)} is more than a quarter of the figure: on a quiet machine they would say more.`,
        ]),
    worse.length === 0
      ? `No row is worse by more than noise; ${count(compared)} compared.`
      : `${count(worse.length)} worse by more than noise, of ${compared} compared.`,
  ];
  return { text: lines.join("\n"), good };
}

const count = (rows: number): string => `${rows} ${rows === 1 ? "row" : "rows"}`;
