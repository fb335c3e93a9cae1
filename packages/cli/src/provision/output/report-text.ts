import type { Change, ChangeAction, Finding, ProvisionReport } from "@product-auth/graph";
import { printable } from "../../printable.js";

/** The width of the places, at least. */
const WIDTH = 30;

const SIGNS: Readonly<Record<ChangeAction, "+" | "~" | "-">> = {
  create: "+",
  restore: "+",
  adopt: "+",
  update: "~",
  delete: "-",
  unlink: "-",
};

/** A report as text: a line for each change and finding, then how many. `describe`: what a change does. */
export function reportText(report: ProvisionReport, describe: Describe): string {
  const summary = isPlan(report) ? planSummary(report) : runSummary(report);
  return `${linesText(linesOf(report, describe))}${summary}\n`;
}

/** A plan as text, before a question: as `reportText`, without the next step. */
export const questionText = (plan: ProvisionReport, describe: Describe): string =>
  `${linesText(linesOf(plan, describe))}${countsText(plan)}\n`;

/** What a change does, in words. */
export type Describe = (change: Change) => string;

/** Findings as lines of text. */
export const findingsText = (findings: readonly Finding[]): string => linesText(findings.map(lineOf));

interface Line {
  readonly sign: string;
  readonly at: string;
  readonly text: string;
}

const isPlan = ({ mode }: ProvisionReport) => mode === "plan" || mode === "check";

const linesOf = (report: ProvisionReport, describe: Describe): readonly Line[] => [
  ...report.changes.map((change): Line => {
    const undone = isPlan(report) || change.done ? "" : " (not done)";
    return { sign: SIGNS[change.action], at: change.at, text: `${describe(change)}${undone}` };
  }),
  ...report.findings.map(lineOf),
];

const lineOf = ({ code, at, message, fix }: Finding): Line => ({
  sign: "!",
  at,
  text: [`${code} ${message}`, fix].filter((part) => part !== "").join("; "),
});

function linesText(lines: readonly Line[]): string {
  const width = lines.reduce((most, { at }) => Math.max(most, at.length), WIDTH);
  return lines
    .map(({ sign, at, text }) => `${printable(`  ${sign} ${at.padEnd(width)} ${text}`).trimEnd()}\n`)
    .join("");
}

const isRefused = (findings: readonly Finding[]) => findings.some(({ severity }) => severity === "error");

const countOf = (changes: readonly Change[], sign: "+" | "~" | "-") =>
  changes.filter(({ action }) => SIGNS[action] === sign).length;

const countsText = ({ changes }: ProvisionReport) =>
  `${countOf(changes, "+")} to add, ${countOf(changes, "~")} to change, ${countOf(changes, "-")} to delete.`;

function planSummary(report: ProvisionReport): string {
  const { mode, changes, findings, catalog } = report;
  const completes = catalog.changed && changes.length === 0 ? ` ${catalog.path} lacks ids.` : "";
  return `${countsText(report)}${completes} ${nextStep()}`;

  function nextStep(): string {
    if (isRefused(findings)) return "Nothing was written: fix the errors first.";
    if (changes.length === 0 && !catalog.changed) return "Nothing was written: everything is there.";
    return mode === "check" ? "Nothing was written." : "Nothing was written: add --apply.";
  }
}

function runSummary({ changes, findings, catalog }: ProvisionReport): string {
  const done = changes.filter((change) => change.done);
  const undone = changes.length - done.length;
  return [
    `${countOf(done, "+")} added, ${countOf(done, "~")} changed, ${countOf(done, "-")} deleted.`,
    ...(undone === 0
      ? []
      : [`${undone} not done: ${isRefused(findings) ? "fix the errors and " : ""}run the command again.`]),
    ...(catalog.changed ? [`${printable(catalog.path ?? "The catalog")} was written.`] : []),
  ].join(" ");
}
