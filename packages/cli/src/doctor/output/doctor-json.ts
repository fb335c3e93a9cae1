import type { Problem } from "@product-auth/core";
import { jsonText } from "../../output/json-text.js";
import type { DoctorReport, RefusedDoctor } from "../doctor-report.js";

/** The report as JSON; the order of its members is part of its form. */
export function doctorJson({ doctor, exit, checks, findings }: DoctorReport): string {
  const document = {
    doctor,
    exit,
    checks: checks.map(({ group, check, at, result, detail }) => ({ group, check, at, result, detail })),
    findings: findings.map(({ code, severity, at, message, meaning, fix }) => ({
      code,
      severity,
      at,
      message,
      meaning,
      fix,
    })),
  };
  return `${jsonText(document, 2)}\n`;
}

/** The report of a run that did not start. */
export function refusedJson(problems: readonly Problem[]): string {
  const list = problems.map(({ path, message, fix }) => ({ path, message, fix }));
  const document: RefusedDoctor = { doctor: 1, exit: 2, problems: list };
  return `${jsonText(document, 2)}\n`;
}
