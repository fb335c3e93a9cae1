import type { Finding } from "../findings/finding.js";
import type { ProvisionReport } from "./report.js";

/** A secret was not added or removed. `report.findings` states why; it contains an error. */
export class ProvisionFailedError extends Error {
  override readonly name = "ProvisionFailedError";
  readonly report: ProvisionReport;
  readonly findings: readonly Finding[];

  constructor(report: ProvisionReport) {
    super(report.findings.map(({ code, at, message }) => `${code} ${at}: ${message}`).join("\n"));
    this.report = report;
    this.findings = report.findings;
  }
}
