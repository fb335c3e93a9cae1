import type { Held, ImportReport } from "@product-auth/apim";
import { printable } from "../../printable.js";
import type { ImportProgram } from "../import-program.js";
import { findingGroups, type FindingGroup } from "./finding-groups.js";
import { groupText, INDENT, widest } from "./group-text.js";
import { wrapped } from "./wrapped.js";

/** Columns where there is no terminal, and the narrowest that a text is broken for. */
const USUAL = 110;
const NARROWEST = 60;
/** Where a person reads more. */
const PLACES = { page: "docs/import-findings.md", others: "--json and IMPORT.md list them" };

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
      .map((group) => groupText(group, { guide: findingCodes[group.code], width, ...PLACES })),
    notesText(groups, findingCodes),
    namesText("Held, and so answered with 404:", report.held, width),
    leftOutText(leftOut, width),
    namesText("Environment variables to set:", report.environment, width),
  ];
  return parts.filter((part) => part !== "").join("\n");
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
