import { printable } from "../../printable.js";
import type { ComparedCatalog } from "./compared-catalog.js";
import type { LoggedDecision } from "./logged-decision.js";

/** A decision of a log, and what is known about its catalog. */
export interface DecisionReport extends LoggedDecision {
  /** Number of decisions in the log. */
  readonly decisions: number;
  readonly catalog: ComparedCatalog;
}

/** The report as a page of text. */
export function writtenDecision(report: DecisionReport): string {
  const sections = [
    [verdict(report), `The rule: ${report.requires ?? "not in the log"}.`, catalogLine(report)],
    section("The request", [
      ["time", report.time],
      ["method", report.method],
      ["path", report.path],
      ["API", report.api],
      ["operation", report.operation],
      ["product", report.product],
      ["credential", report.credential],
      ["client", report.clientId],
      ["subscription", report.subscriptionId],
      ["token", report.tokenId],
      ["address", report.address],
    ]),
    section("The failed check", [
      ["policy", report.policy],
      ["limit", report.limit],
      ["expected", report.expected],
      ["found", report.actual],
    ]),
    report.hint === undefined ? [] : ["Hint", `  ${report.hint}`],
    report.code === undefined ? [] : [`More about ${report.code}: docs/refusals.md#${report.code}`],
  ];
  const lines = sections.filter((lines) => lines.length > 0);
  return `${lines.map((section) => section.map(printable).join("\n")).join("\n\n")}\n`;
}

function verdict({ outcome, status, code = "no code", product, decisions }: DecisionReport): string {
  const which = decisions === 1 ? "" : ` It is the last of ${decisions} decisions in the log.`;
  if (outcome === "admit")
    return `Admitted: it opened ${product === undefined ? "the API" : `the product ${product}`}.${which}`;
  if (outcome === "refuse") return `Refused with ${status}: ${code}.${which}`;
  return `Could not be decided: ${code}. The caller got ${status}.${which}`;
}

function catalogLine({ catalogVersion, catalog }: DecisionReport): string {
  if (catalog.result === "unknown") return `The catalog was not compared: ${catalog.why}.`;
  if (catalog.result === "same") return `The catalog: version ${catalogVersion}, as in ${catalog.file}.`;
  return (
    `NOT THE CATALOG OF ${catalog.file}: version ${catalogVersion} decided, and the file holds ${catalog.version}. ` +
    "The same request may be decided differently by the file."
  );
}

function section(title: string, members: readonly (readonly [string, string | undefined])[]): string[] {
  const lines = members.flatMap(([name, text]) =>
    text === undefined ? [] : [`  ${name.padEnd(13)}${text}`],
  );
  return lines.length === 0 ? [] : [title, ...lines];
}
