import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { ConfigurationError, type Problem } from "@product-auth/core";
import { locateJsonError, locateProblems } from "@product-auth/core/catalog";
import type { AcceptedFinding } from "../report/accept-findings.js";
import { findingCodes } from "../report/finding-codes.js";

/**
 * Reads a file of accepted findings: a list of `{ "code", "at", "element", "reason", "until" }`. Rejects with one
 * `ConfigurationError` that lists every problem with its line and column.
 */
export async function readAccepted(path: string): Promise<readonly AcceptedFinding[]> {
  const name = basename(path);
  const text = (await textOf(path)).replace(/^\uFEFF/, "");
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    const { line, column } = locateJsonError(text);
    const message = "is not valid JSON from this position on";
    throw new ConfigurationError(
      [{ path: `${name}:${line}:${column}`, message, fix: "fix the JSON syntax there" }],
      HEADING,
    );
  }
  const problems = problemsOf(content);
  if (problems.length > 0) throw new ConfigurationError(locateProblems(text, problems, name), HEADING);
  return content as readonly AcceptedFinding[];
}

const HEADING = "The accepted findings cannot be read";
const FORM = '[{ "code": "condition", "at": "apis/orders/policy.xml", "reason": "checked in the API" }]';

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? "does not exist" : `cannot be read (${code ?? message})`;
    throw new ConfigurationError([{ path, message: problem, fix: `write a list ${FORM} there` }], HEADING);
  }
}

function problemsOf(content: unknown): readonly Problem[] {
  if (Array.isArray(content)) return content.flatMap((entry, at) => problemsOfEntry(entry, `[${at}]`));
  return [{ path: "", message: "holds no list", fix: `write ${FORM}` }];
}

function problemsOfEntry(entry: unknown, path: string): readonly Problem[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return [{ path, message: "is no object", fix: `write ${FORM.slice(1, -1)}` }];
  const members = entry as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(members).filter((name) => !Object.hasOwn(MEMBERS, name));
  return [
    ...unknown.map(() => ({
      path,
      message: "has an unknown member",
      fix: `the members are ${Object.keys(MEMBERS).join(", ")}`,
    })),
    ...Object.entries(MEMBERS).flatMap(([name, { isOptional = false, isValid, fix }]): Problem[] => {
      const isThere = Object.hasOwn(members, name);
      if (!isThere && isOptional) return [];
      if (isThere && isValid(members[name])) return [];
      return [{ path: `${path}.${name}`, message: isThere ? "has an invalid value" : "is missing", fix }];
    }),
  ];
}

interface Member {
  readonly isOptional?: true;
  readonly isValid: (value: unknown) => boolean;
  readonly fix: string;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

const MEMBERS: Readonly<Record<keyof AcceptedFinding, Member>> = {
  code: {
    isValid: (value) => isText(value) && Object.hasOwn(findingCodes, value),
    fix: "write the code of the finding, as the report has it",
  },
  at: { isValid: isText, fix: "write the place of the finding; its line may be left out" },
  element: { isOptional: true, isValid: isText, fix: "write the element of the finding, or leave it out" },
  reason: { isValid: isText, fix: "write why the finding is acceptable" },
  until: {
    isOptional: true,
    isValid: isDay,
    fix: "write the last day of the acceptance as 2027-03-31, or leave it out",
  },
};

function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
