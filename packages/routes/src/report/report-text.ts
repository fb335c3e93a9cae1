import type { OpaquePlace, Remedy, RouteReport } from "./reported-route.js";

type Told = Pick<RouteReport, "routes" | "unprotected" | "opaque">;

/** A report as a page of text: the routes as a table, what could not be looked into, and what to do. */
export function reportText(report: Told, remedy: Remedy): string {
  const { routes, opaque } = report;
  const rows = routes.map(({ method, path, demands }) => [method, path, demands]);
  const sections = [
    rows.length === 0 ? [] : table([["METHOD", "PATH", "DEMANDS"], ...rows]),
    opaque.length === 0 ? [] : ["Not looked into:", ...table(opaque.map(cells))],
    verdict(report, remedy),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.map(printable).join("\n")}\n`)
    .join("\n");
}

function verdict({ routes, unprotected }: Told, remedy: Remedy): readonly string[] {
  if (routes.length === 0) return ["There are no routes."];
  const all = `${routes.length} route${routes.length === 1 ? "" : "s"}`;
  const open = routes.filter(({ state }) => state === "open").length;
  if (unprotected.length === 0)
    return [`${all}: ${open === 0 ? "all guarded." : `${open} open and saying so, all others guarded.`}`];
  return [
    `${unprotected.length} of ${all} ${unprotected.length === 1 ? "is" : "are"} open without saying so:`,
    ...unprotected.map(({ method, path }) => `  ${method} ${path}`),
    "Guard it, or say that it is meant:",
    ...remedy(unprotected).map((line) => `  ${line}`),
  ];
}

const cells = ({ path, name, why }: OpaquePlace) => [`  ${path}`, name, why];

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").trimEnd()); // prettier-ignore
}

// A path may be a pattern with anything in it, and the table stays one.
const printable = (line: string): string => line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
