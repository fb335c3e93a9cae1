import { STATUS_CODES } from "node:http";
import type { Answer, ExplainedAlternative, ExplainedCheck } from "@product-auth/core";
import { ruleWords, SIGNATURE_HOLDS } from "@product-auth/core/adapter";
import { printable } from "../printable.js";
import type { Report } from "./explain-token.js";
import type { Members, TokenSummary } from "./token-summary.js";

/** The report as a page of text. */
export function written(report: Report): string {
  const verified = report.checks.some(
    ({ check, result }) => check === SIGNATURE_HOLDS && result === "passed",
  );
  const sections = [
    [verdict(report), demanded(report)],
    section("Checks, in their order", report.checks.flatMap(checkLines)),
    section("Alternatives, in their order", (report.alternatives ?? []).flatMap(alternativeLines)),
    section(
      "Could not be fetched",
      (report.unreachable ?? []).map(({ from, failure }) => `${from}: ${failure}`),
    ),
    section("Hint", report.hint === undefined ? [] : [report.hint]),
    section("The caller sees", report.answer === undefined ? [] : answerLines(report.answer)),
    section(verified ? "The token says" : "The token says, unverified", tokenLines(report.token)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(printable).join("\n"))
    .join("\n\n")}\n`;
}

function verdict({ outcome, status, code, product }: Report): string {
  if (outcome === "admit")
    return `Admitted: it opens ${product === undefined ? "the API" : `the product ${product}`}.`;
  if (outcome === "refuse") return `Refused with ${status}: ${code}.`;
  return `Could not tell: ${code}. The caller would get ${status}.`;
}

const demanded = ({ rule }: Report): string => `The route demands: ${ruleWords([rule])}.`;

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

function checkLines({ check, result, expected, actual }: ExplainedCheck): string[] {
  return [
    `${(result === "failed" ? "FAILED" : result).padEnd(13)}${check}`,
    ...(expected === undefined ? [] : [`${" ".repeat(13)}expected  ${expected}`]),
    ...(actual === undefined ? [] : [`${" ".repeat(13)}found     ${actual}`]),
  ];
}

function alternativeLines({ requires, outcome, code, expected, actual }: ExplainedAlternative): string[] {
  return [
    `${(outcome === "admit" ? "admits" : (code ?? outcome)).padEnd(21)}${requires}`,
    ...(expected === undefined ? [] : [`${" ".repeat(21)}expected  ${expected}`]),
    ...(actual === undefined ? [] : [`${" ".repeat(21)}found     ${actual}`]),
  ];
}

function answerLines({ status, headers, body }: Answer): string[] {
  const fields = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}: ${value}`),
  );
  return [`${status} ${STATUS_CODES[status] ?? ""}`.trimEnd(), ...fields, body];
}

function tokenLines({ header, claims, times = {}, unreadable }: TokenSummary): string[] {
  return [
    ...(header === undefined ? [] : ["header", ...memberLines(header)]),
    ...(claims === undefined ? [] : ["claims", ...memberLines(claims, times)]),
    ...(unreadable === undefined ? [] : [unreadable]),
  ];
}

function memberLines(members: Members, times: Readonly<Record<string, string>> = {}): string[] {
  const names = Object.keys(members);
  const width = Math.min(24, Math.max(0, ...names.map(({ length }) => length)));
  return names.map((name) => {
    const value = members[name];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const time = Object.hasOwn(times, name) ? `  ${times[name]}` : "";
    return `  ${name.padEnd(width)}  ${shortened(text)}${time}`;
  });
}

const shortened = (text: string): string =>
  text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
