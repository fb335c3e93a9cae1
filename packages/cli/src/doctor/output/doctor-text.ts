import type { Diagnosis } from "@product-auth/graph";
import { printable } from "../../printable.js";
import type { CheckGroup, DoctorCheck, DoctorReport } from "../doctor-report.js";

const TITLES: Readonly<Record<CheckGroup, string>> = {
  issuers: "Issuers",
  stores: "Stores",
  registrations: "Registrations",
  tokens: "Tokens",
};

const WORDS: Readonly<Record<DoctorCheck["result"], string>> = {
  passed: "ok",
  warning: "warning",
  failed: "FAILED",
  skipped: "skipped",
};

/** The report as text: a line for each check by group, then the findings. */
export function doctorText(report: DoctorReport): string {
  const groups = Object.keys(TITLES) as CheckGroup[];
  const sections = [
    ...groups.map((group) =>
      section(TITLES[group], report.checks.filter((check) => check.group === group).map(checkLine)),
    ),
    section("Findings", report.findings.flatMap(findingLines)),
    [summary(report)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(printable).join("\n"))
    .join("\n\n")}\n`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

const checkLine = ({ result, check, at, detail }: DoctorCheck): string =>
  `${WORDS[result].padEnd(8)} ${check.padEnd(18)} ${[at, detail].filter((part) => part !== "").join("  ")}`;

const findingLines = ({ code, severity, at, message, meaning, fix }: Diagnosis): string[] => [
  `${code} ${severity} ${at}`,
  `    seen   ${message}`,
  `    means  ${meaning}`,
  ...(fix === "" ? [] : [`    to do  ${fix}`]),
];

function summary({ checks, findings }: DoctorReport): string {
  const skipped = checks.filter(({ result }) => result === "skipped").length;
  const counts = (["error", "warning", "info"] as const).map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return severity === "info" ? `${count} for information` : counted(count, severity);
  });
  const made = counted(checks.length - skipped, "check");
  return `${made} made, ${skipped} skipped: ${counts.join(", ")}.`;
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
