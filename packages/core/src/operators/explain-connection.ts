import type { JudgedConnection } from "../policies/connection/judge-connection.js";
import { CONNECTION_CHECKS } from "./checks.js";
import type { ExplainedCheck } from "./explain.js";

/** The checks of policies about the connection. A failure that the policy ignores is shown as one. */
export const connectionChecks = (judged: readonly JudgedConnection[]): readonly ExplainedCheck[] =>
  judged.map(({ kind, place, finding }) => ({
    check: CONNECTION_CHECKS[kind].text,
    result: finding === undefined ? "passed" : "failed",
    policy: place,
    ...(finding?.expected !== undefined && { expected: finding.expected }),
    ...(finding?.actual !== undefined && { actual: finding.actual }),
  }));
