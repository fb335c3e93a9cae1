import { findingCodes } from "../report/finding-codes.js";
import type { Finding, ImportReport, PlacedRule } from "../report/report.js";
import type { Held } from "../writing/points.js";
import { markdownTable, markdownText } from "./markdown-text.js";
import { summaryLine } from "./summary-line.js";

/** What the files of an import have besides its report. */
export interface GuideParts {
  /** What the catalog leaves out besides what the report holds. */
  readonly leftOut?: readonly Held[];
  /** Variables that the files name. Default: those of the report. */
  readonly environment?: readonly string[];
}

/** The text of `IMPORT.md`: what was carried, what was not and what to do, as tables to hand to colleagues. */
export function importGuide(
  report: ImportReport,
  { leftOut = [], environment = report.environment }: GuideParts = {},
): string {
  const { findings, rules, held } = report;
  const open = findings.filter(({ accepted }) => accepted !== true);
  const of = (severity: Finding["severity"]) => open.filter((finding) => finding.severity === severity);
  return [
    "# Import from API Management\n",
    `${summaryLine(report, leftOut)}\n`,
    "Written by `product-auth import`; the next import replaces this file.\n",
    ...section("Lost", LOST, findingTable(of("lost"))),
    ...section("Held", HELD, list(held)),
    ...section("Left out", LEFT_OUT, leftOutTable(leftOut)),
    ...section("Carried with a difference", DIFFERENT, findingTable(of("difference"))),
    ...section(
      "Accepted",
      "Findings that were judged and accepted.\n",
      findingTable(findings.filter(({ accepted }) => accepted === true)),
    ),
    ...section("Environment variables", VARIABLES, environment.map((name) => `- \`${name}\`\n`).join("")),
    ...section("Carried rules", "", ruleTable(rules)),
    ...section("Notes", "These guard nothing.\n", findingTable(of("info"))),
  ].join("\n");
}

const LOST =
  "These checks of the gateway were not carried over. Requests are not admitted past them: see Held.\n";
const HELD =
  "Left out of the catalog, so that requests are answered with 404, until the losses are solved or accepted.\n";
const LEFT_OUT =
  "Rules of these were carried over, but a catalog has no place that means the same. Requests are answered with 404.\n";
const DIFFERENT = "These rules decide, in the stated way, otherwise than the gateway.\n";
const VARIABLES = "Set them where the API runs. `.env.example` lists them too.\n";

const section = (title: string, text: string, table: string): readonly string[] =>
  table === "" ? [] : [`## ${title}\n`, ...(text === "" ? [] : [text]), table];

function findingTable(findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  const rows = findings.map(({ code, at, element, text }) => [
    markdownText(at),
    markdownText(element ?? ""),
    `${code}: ${markdownText(text)}`,
    findingCodes[code].fix, // ours, with its code spans
  ]);
  return markdownTable(["place", "element", "what", "what to do"], rows);
}

const leftOutTable = (leftOut: readonly Held[]): string =>
  leftOut.length === 0
    ? ""
    : markdownTable(
        ["what", "why"],
        leftOut.map(({ scope, reason }) => [markdownText(scope), markdownText(reason)]),
      );

function ruleTable(rules: readonly PlacedRule[]): string {
  if (rules.length === 0) return "";
  const rows = rules.map(({ at, scope, rule, when }) => [
    markdownText(at),
    markdownText(scope),
    rule.kind,
    when === undefined ? "always" : "under a condition",
  ]);
  return markdownTable(["place", "scope", "rule", "applies"], rows);
}

const list = (names: readonly string[]): string => names.map((name) => `- ${markdownText(name)}\n`).join("");
