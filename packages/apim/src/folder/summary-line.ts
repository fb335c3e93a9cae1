import type { Held } from "../writing/points.js";
import type { ImportReport, Severity } from "../report/report.js";

/**
 * The result of an import in one line: `41 carried · 6 with a difference · 3 lost · 2 APIs held`. `leftOut`: what the catalog
 * leaves out besides what the report holds.
 */
export function summaryLine({ rules, findings, held }: ImportReport, leftOut: readonly Held[] = []): string {
  const count = (severity: Severity) =>
    findings.filter((finding) => finding.severity === severity && finding.accepted !== true).length;
  const accepted = findings.filter((finding) => finding.accepted === true).length;
  return [
    `${rules.length} carried`,
    `${count("difference")} with a difference`,
    `${count("lost")} lost`,
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...heldParts(held),
    ...(leftOut.length > 0 ? [`${leftOut.length} left out`] : []),
  ].join(" · ");
}

function heldParts(held: readonly string[]): readonly string[] {
  if (held.includes("global")) return ["everything held"];
  const apis = held.filter((scope) => scope.startsWith("api:")).length;
  const products = held.filter((scope) => scope.startsWith("product:")).length;
  return [
    `${apis} ${apis === 1 ? "API" : "APIs"} held`,
    ...(products > 0 ? [`${products} ${products === 1 ? "product" : "products"} held`] : []),
  ];
}
