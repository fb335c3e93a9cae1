import type { Drift, DriftKind, OpenApiComparison } from "@product-auth/openapi";
import { table } from "../output/table.js";
import { printable } from "../printable.js";

/** A comparison as a page of text. */
export function comparisonText({ operations, drifts, undocumented, problems }: OpenApiComparison): string {
  return [
    drifts.length === 0 ? "" : `${tableOf(drifts)}\n`,
    `${summary(operations, drifts.length)}\n`,
    ...[...new Set(drifts.map(({ kind, fix }) => `  ${WORDS[kind]}: ${fix}`))].map(
      (line) => `${printable(line)}\n`,
    ),
    ...problems.map(({ path, message, fix }) => `${printable(`${path} ${message}: ${fix}`)}\n`),
    undocumented.length === 0
      ? ""
      : `${count(undocumented.length, "route")} not in the document: ${undocumented
          .map(({ method, path }) => printable(`${method} ${path}`))
          .join(", ")}\n`,
  ].join("");
}

const WORDS: Readonly<Record<DriftKind, string>> = {
  "admits-more": "admits more",
  "demands-more": "demands more",
  differs: "differs",
  missing: "no route",
  unknown: "unknown",
  unreadable: "unreadable",
};

const tableOf = (drifts: readonly Drift[]): string =>
  table(
    ["METHOD", "PATH", "DRIFT", "DOCUMENT", "APPLICATION"],
    drifts.map(({ method, path, kind, document, application }) => [
      method,
      path,
      WORDS[kind],
      document,
      application,
    ]),
  );

function summary(operations: number, drifts: number): string {
  if (operations === 0) return "The document has no operations.";
  if (drifts === 0)
    return `${count(operations, "operation")}: the document says what the application demands.`;
  return `${drifts} of ${count(operations, "operation")} ${drifts === 1 ? "differs" : "differ"}:`;
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
