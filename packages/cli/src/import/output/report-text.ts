import type { Finding, FindingGuide, Held, ImportReport } from "@product-auth/apim";
import { printable } from "../../printable.js";
import type { ImportProgram } from "../import-program.js";
import { findingGroups, type FindingGroup } from "./finding-groups.js";
import { wrapped } from "./wrapped.js";

/** Columns where there is no terminal, and the narrowest that a text is broken for. */
const USUAL = 110;
const NARROWEST = 60;
/** The part of the width that a place may take; a longer one has a line alone. */
const PLACE_PART = 0.4;
const INDENT = "  ";
/** Rows of a group that is no loss; the files have the others. */
const MOST_ROWS = 20;

/** What a report says to a person, losses first. `columns`: the width of the terminal. */
export function reportText(
  { report, leftOut }: { readonly report: ImportReport; readonly leftOut: readonly Held[] },
  {
    findingCodes,
    columns = USUAL,
  }: Pick<ImportProgram, "findingCodes"> & { readonly columns?: number | undefined },
): string {
  const width = Math.max(columns, NARROWEST);
  const groups = findingGroups(report);
  const parts = [
    ...groups
      .filter(({ heading }) => heading !== "note")
      .map((group) => groupText(group, findingCodes[group.code], width)),
    notesText(groups, findingCodes),
    namesText("Held, and so answered with 404:", report.held, width),
    leftOutText(leftOut, width),
    namesText("Environment variables to set:", report.environment, width),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function groupText({ heading, code, findings }: FindingGroup, guide: FindingGuide, width: number): string {
  return [
    `${heading.toUpperCase()}  ${code}: ${guide.title}\n`,
    rowsText(heading === "lost" ? findings : findings.slice(0, MOST_ROWS), width),
    heading === "lost" || findings.length <= MOST_ROWS
      ? ""
      : `${INDENT}… and ${findings.length - MOST_ROWS} more; --json and IMPORT.md list them\n`,
    ...(heading === "accepted" ? [] : [fixText(guide.fix, width)]),
    `${INDENT}docs/import-findings.md#${code}\n`,
  ].join("");
}

function rowsText(findings: readonly Finding[], width: number): string {
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

function notesText(groups: readonly FindingGroup[], guides: ImportProgram["findingCodes"]): string {
  const notes = groups.filter(({ heading }) => heading === "note");
  if (notes.length === 0) return "";
  const codeWidth = widest(notes.map(({ code }) => code));
  const rows = notes.map(
    ({ code, findings }) =>
      `${INDENT}${String(findings.length).padStart(4)}  ${code.padEnd(codeWidth)}  ${guides[code].title}\n`,
  );
  return `NOTES  these guard nothing; --json and IMPORT.md list them\n${rows.join("")}`;
}

function leftOutText(leftOut: readonly Held[], width: number): string {
  if (leftOut.length === 0) return "";
  const lines = leftOut.flatMap(({ scope, reason }) =>
    wrapped(`${printable(scope)}: ${printable(reason)}`, width - INDENT.length),
  );
  return `Left out of the catalog as well, and so answered with 404:\n${lines.map((line) => `${INDENT}${line}\n`).join("")}`;
}

function namesText(title: string, names: readonly string[], width: number): string {
  if (names.length === 0) return "";
  const lines = wrapped(names.map(printable).join(", "), width - INDENT.length);
  return `${title}\n${lines.map((line) => `${INDENT}${line}\n`).join("")}`;
}

const widest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);
