import type { ExitCode } from "../../command-io.js";
import { untilInterrupted } from "../until-interrupted.js";
import { graphOptionsOf, isRefused, printReport, type RunContext } from "./run-context.js";

/** Removes a secret of a client by its key id. */
export async function removeSecret(context: RunContext): Promise<ExitCode> {
  const { order, program, settled } = context;
  const report = await untilInterrupted((signal) =>
    program.removeClientSecret(settled.catalog, order.client, order.texts["key-id"] ?? "", {
      ...graphOptionsOf(context),
      signal,
    }),
  );
  return printReport(context, {
    ...report,
    exit: isRefused(report) ? 1 : 0,
    catalog: { path: order.catalog, changed: false },
  });
}
