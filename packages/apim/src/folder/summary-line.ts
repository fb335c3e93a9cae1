import type { ImportReport, Severity } from "../report/report.js";

/** The result of an import in one line: `41 carried · 6 with a difference · 3 lost · 2 APIs held`. */
export function summaryLine({ rules, findings, held }: ImportReport): string {
  const count = (severity: Severity) =>
    findings.filter((finding) => finding.severity === severity && finding.accepted !== true).length;
  const accepted = findings.filter((finding) => finding.accepted === true).length;
  return [
    `${rules.length} carried`,
    `${count("difference")} with a difference`,
    `${count("lost")} lost`,
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...heldParts(held),
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
