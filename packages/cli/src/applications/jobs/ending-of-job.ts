import type { ApplicationJob } from "@product-auth/core/clients";
import type { ExitCode } from "../../command-io.js";
import { printable } from "../../printable.js";
import type { Desk } from "../desk.js";
import { leftText } from "../output/job-text.js";
import { leftOf } from "./finish-job.js";

/**
 * Reports a job that is left on stderr. Without Graph calls, cleanup in Entra ID remains as intended: access has ended here,
 * and the command succeeded. Any other job that is left is a failure.
 */
export function endingOfJob(
  job: ApplicationJob | undefined,
  { io, entra, signal }: Pick<Desk, "io" | "entra" | "signal">,
): ExitCode {
  const left = leftOf(job);
  if (left === undefined) return 0;
  if (signal.aborted) io.stderr.write("product-auth: interrupted.\n");
  io.stderr.write(`product-auth: ${printable(leftText(left, entra.way))}\n`);
  return left.isCleanup && entra.way !== "graph" ? 0 : 1;
}
