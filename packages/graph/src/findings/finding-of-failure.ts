import { GraphFailure, type FailureFacts } from "../client/graph-failure.js";
import type { Finding, FindingCode } from "./finding.js";
import { finding, FINDINGS } from "./findings.js";

/** What the failed call was for. */
export type Purpose = "read" | "create" | "change" | "assign";

/** A failed call as a finding. Throws everything that is not a `GraphFailure`: it is a bug. */
export function findingOfFailure(error: unknown, at: string, purpose: Purpose): Finding {
  if (!(error instanceof GraphFailure)) throw error;
  const { facts } = error;
  if (facts.reason === "stopped") return finding("P09", at, "the run was stopped before this change");
  const code = codeOf(facts, purpose);
  const isCaller = ["P01", "P03", "P04", "P05"].includes(code);
  return finding(code, isCaller ? "tenant" : at, `${FINDINGS[code].title}: ${detailOf(facts)}`);
}

function codeOf(facts: FailureFacts, purpose: Purpose): FindingCode {
  const { reason, status, code, aadsts } = facts;
  switch (reason) {
    case "no token":
      return aadsts === undefined ? (facts.text === undefined ? "P05" : "P04") : codeOfToken(aadsts);
    case "unauthorized":
      return "P05";
    case "throttled":
    case "unavailable":
      return "P08";
    case "name taken":
      return "P13";
    case "not visible":
    case "invalid answer":
    case "stopped":
      return "P09";
    case "refused":
      if (code === "Directory_QuotaExceeded") return "P07";
      if (/AsPerAppPolicy$/.test(code ?? "")) return "P38";
      if (status !== 403) return "P09";
      return ({ read: "P01", create: "P01", change: "P06", assign: "P02" } as const)[purpose];
  }
}

/** Unknown applications and tenants; every other number concerns the secret, the certificate or the assertion. */
const UNKNOWN = new Set([700016, 7000229, 90002, 700038, 7000112, 900023, 9001023, 65001]);

const codeOfToken = (aadsts: number): FindingCode => (UNKNOWN.has(aadsts) ? "P03" : "P04");

function detailOf({ call, status, code, text, requestId, aadsts }: FailureFacts): string {
  const parts = [
    call,
    aadsts === undefined ? undefined : `AADSTS${aadsts}`,
    status === undefined ? undefined : [status, code].filter((part) => (part ?? "") !== "").join(" "),
    text === "" ? undefined : text,
    requestId === undefined ? undefined : `request-id ${requestId}`,
  ];
  const known = parts.filter((part) => part !== undefined).join(", ");
  return known === "" ? "the credential returned no token" : known;
}
