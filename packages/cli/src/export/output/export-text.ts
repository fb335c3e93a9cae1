import type { ExportedCatalog } from "@product-auth/apim";
import { findingGroups } from "../../import/output/finding-groups.js";
import { groupText } from "../../import/output/group-text.js";
import type { ExportProgram } from "../export-program.js";

/** Columns where there is no terminal, and the narrowest that a text is broken for. */
const USUAL = 110;
const NARROWEST = 60;

/** What an export says to a person, losses first. `columns`: the width of the terminal. */
export function exportText(
  { findings }: ExportedCatalog,
  {
    exportFindingCodes,
    columns = USUAL,
  }: Pick<ExportProgram, "exportFindingCodes"> & { readonly columns?: number | undefined },
): string {
  const around = { width: Math.max(columns, NARROWEST), page: "docs/export.md", others: "--json lists them" };
  return findingGroups({ findings })
    .map((group) => groupText(group, { guide: exportFindingCodes[group.code], ...around }))
    .join("\n");
}

/** The result in one line: `12 files · 2 differences · 1 closed`. */
export function exportSummary({ files, findings }: ExportedCatalog): string {
  const lost = findings.filter(({ severity }) => severity === "lost").length;
  const differences = findings.length - lost;
  return [
    files.size === 1 ? "1 file" : `${files.size} files`,
    differences === 1 ? "1 difference" : `${differences} differences`,
    `${lost} closed`,
  ].join(" · ");
}
