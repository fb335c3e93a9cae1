import type { Diagnosis } from "@product-auth/graph";
import type { CheckGroup, DoctorReport, Examination } from "./doctor-report.js";

const GROUPS: readonly CheckGroup[] = ["issuers", "stores", "registrations", "tokens"];

const RANKS = { error: 0, warning: 1, info: 2 } as const;

/** One report of several examinations: checks by group, errors first, and each finding about an object once, in its gravest form. */
export function mergeExaminations(examinations: readonly Examination[]): DoctorReport {
  const byObject = new Map<string, Diagnosis>();
  for (const finding of examinations.flatMap(({ findings }) => findings)) {
    const key = JSON.stringify([finding.code, finding.at]);
    const known = byObject.get(key);
    if (known === undefined || RANKS[finding.severity] < RANKS[known.severity]) byObject.set(key, finding);
  }
  const findings = [...byObject.values()].sort((one, other) => RANKS[one.severity] - RANKS[other.severity]);
  return {
    doctor: 1,
    exit: findings.some(({ severity }) => severity === "error") ? 1 : 0,
    checks: examinations
      .flatMap(({ checks }) => checks)
      .sort((one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group)),
    findings,
  };
}
