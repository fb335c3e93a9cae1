import type { ExitCode } from "../../command-io.js";
import { wouldChange } from "../catalog/complete-file.js";
import { isRefused, planOptionsOf, printReport, type RunContext } from "./run-context.js";

/** Prints the plan. With `--check`, 3 when anything would change. */
export async function planOrCheck(context: RunContext): Promise<ExitCode> {
  const { order, program, settled } = context;
  const { report } = await program.planCatalog(settled.catalog, planOptionsOf(context));
  const changed = await wouldChange(settled.source, order.texts.out, report.catalog.changed, (text) =>
    program.completeCatalog(text, report),
  );
  const isDrift = order.mode === "check" && (report.changes.length > 0 || changed);
  return printReport(context, {
    ...report,
    mode: order.mode,
    exit: isRefused(report) ? 1 : isDrift ? 3 : 0,
    catalog: { path: order.texts.out ?? order.catalog, changed },
  });
}
