import type { Finding, FindingGuide } from "@product-auth/apim";
import { printable } from "../../printable.js";
import type { FindingGroup } from "./finding-groups.js";
import { wrapped } from "./wrapped.js";

/** The part of the width that a place may take; a longer one has a line alone. */
const PLACE_PART = 0.4;
export const INDENT = "  ";
/** Rows of a group that is no loss; the files have the others. */
const MOST_ROWS = 20;

/** A finding of any command. */
export type FindingRow = Pick<Finding, "severity" | "at" | "element" | "text" | "accepted"> & {
  readonly code: string;
};

/** What a group is written with. */
export interface GroupSurroundings {
  readonly guide: FindingGuide;
  /** Columns of the terminal. */
  readonly width: number;
  /** The page that explains the code. */
  readonly page: string;
  /** What has the rows that are left out. */
  readonly others: string;
}

/** A group of findings as a person reads it: the first rows, and what to do. All losses are shown. */
export function groupText(
  { heading, code, findings }: FindingGroup<FindingRow>,
  { guide, width, page, others }: GroupSurroundings,
): string {
  return [
    `${heading.toUpperCase()}  ${code}: ${guide.title}\n`,
    rowsText(heading === "lost" ? findings : findings.slice(0, MOST_ROWS), width),
    heading === "lost" || findings.length <= MOST_ROWS
      ? ""
      : `${INDENT}… and ${findings.length - MOST_ROWS} more; ${others}\n`,
    ...(heading === "accepted" ? [] : [fixText(guide.fix, width)]),
    `${INDENT}${page}#${code}\n`,
  ].join("");
}

function rowsText(findings: readonly FindingRow[], width: number): string {
  const places = findings.map(({ at }) => printable(at));
  const elements = findings.map(({ element = "" }) => printable(element));
  const placeWidth = widest(places.filter(({ length }) => length <= width * PLACE_PART));
  const elementWidth = widest(elements);
  return findings
    .map(({ text }, at) => {
      const place = places[at]!;
      const start = `${INDENT}${place.padEnd(placeWidth)}${elementWidth === 0 ? "" : `  ${elements[at]!.padEnd(elementWidth)}`}  `;
      const indent = INDENT.length + placeWidth + (elementWidth === 0 ? 0 : elementWidth + 2) + 2;
      const lines = wrapped(printable(text), Math.max(width - indent, 20));
      const isLong = place.length > placeWidth;
      const first = isLong
        ? `${INDENT}${place}\n${" ".repeat(INDENT.length + placeWidth)}${start.slice(INDENT.length + place.length)}`
        : start;
      return `${first}${lines.join(`\n${" ".repeat(indent)}`)}`.replaceAll(/ +$/gm, "") + "\n";
    })
    .join("");
}

function fixText(fix: string, width: number): string {
  const label = `${INDENT}To do: `;
  return `${label}${wrapped(fix, width - label.length).join(`\n${" ".repeat(label.length)}`)}\n`;
}

export const widest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);
