import type { ApplicationJob } from "@product-auth/core/clients";
import type { PortalContext } from "../portal-context.js";

/** Most problems that are remembered; afterwards some are reported again. */
const MOST = 1000;

/** Reports why a job has stopped to operators, with the reference that its page shows: once in this process. */
export function reportStopped(
  { id, state, problem }: ApplicationJob,
  { applications, reportProblem }: PortalContext,
): void {
  if (applications === undefined || state !== "stopped" || problem === undefined) return;
  const { reported } = applications;
  const key = `${id} ${problem.message}`;
  if (problem.reason === "manual" || reported.has(key)) return;
  if (reported.size >= MOST) reported.clear();
  reported.add(key);
  reportProblem({ reference: id, status: 200, cause: new Error(problem.message) });
}
