import { ConfigurationError } from "@product-auth/core";
import type { Finding, ProvisionReport } from "@product-auth/graph";
import type { ExitCode } from "../../command-io.js";
import { Misuse } from "../../misuse.js";
import { printable } from "../../printable.js";
import { wordsOf } from "../../output/ending-of.js";
import { completeFile, wouldChange } from "../catalog/complete-file.js";
import { checkReplaceable } from "../catalog/replace-file.js";
import { isConfirmed } from "../confirm.js";
import { questionText } from "../output/report-text.js";
import { untilInterrupted } from "../until-interrupted.js";
import { describeIn, isRefused, planOptionsOf, printReport, type RunContext } from "./run-context.js";

/** Makes the changes of a plan, and completes the catalog with what it has done: also after a refusal. */
export async function applyOrDestroy(context: RunContext): Promise<ExitCode> {
  const { order, io, program, settled } = context;
  const { mode, texts, flags } = order;
  const options = { ...planOptionsOf(context), ...(mode === "destroy" && { purge: flags.has("purge") }) };
  const plan = await (mode === "destroy" ? program.planDestroy : program.planCatalog)(
    settled.catalog,
    options,
  );
  const { report: planned } = plan;
  const willWrite = await wouldChange(settled.source, texts.out, planned.catalog.changed, (text) =>
    program.completeCatalog(text, planned),
  );
  if (!isRefused(planned)) {
    if (willWrite)
      await checkReplaceable(texts.out === undefined ? order.catalog : "--out", texts.out ?? order.catalog);
    if (planned.changes.length > 0 && !flags.has("yes")) {
      io.stderr.write(questionText(planned, describeIn(context, planned)));
      const question = `Make these changes in tenant ${printable(settled.graph.tenantId)}?`;
      if (!(await isConfirmed(question, io))) throw new Misuse("it was not confirmed; nothing was written.");
    }
  }
  return untilInterrupted(async (signal) => {
    const done = await program
      .applyPlan(plan, { ...options, signal })
      .catch((error: unknown) => endedBy(error, planned));
    // With an error in the plan nothing is written at all, neither to Entra ID nor to the file.
    const { changed, failure } = isRefused(planned) ? UNTOUCHED : await completed(context, done);
    const report: ProvisionReport = {
      ...done,
      mode,
      findings: [...done.findings, ...failure],
      catalog: { path: texts.out ?? order.catalog, changed },
    };
    const isCut = signal.aborted && done.changes.some((change) => !change.done);
    if (isCut) io.stderr.write("product-auth: interrupted; run the command again.\n");
    if (done.catalog.changed && settled.source.kind === "module" && texts.out === undefined)
      io.stderr.write("The module was not changed; --out FILE writes the completed catalog.\n");
    return printReport(context, { ...report, exit: isRefused(report) || isCut ? 1 : 0 });
  });
}

const UNTOUCHED = { changed: false, failure: [] };

// Whatever ended the run, a second one completes it; exit code 2 would state that nothing was written.
function endedBy(error: unknown, planned: ProvisionReport): ProvisionReport {
  if (error instanceof ConfigurationError) throw error;
  const failure: Finding = {
    code: "P09",
    severity: "error",
    at: "tenant",
    message: `the run ended early: ${wordsOf(error)}`,
    fix: "run the command again",
  };
  return { ...planned, findings: [...planned.findings, failure] };
}

async function completed(
  { order, program, settled }: RunContext,
  report: ProvisionReport,
): Promise<{ readonly changed: boolean; readonly failure: readonly Finding[] }> {
  const { out } = order.texts;
  try {
    const changed = await completeFile(settled.source, out, (text) => program.completeCatalog(text, report));
    return { changed, failure: [] };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const failure: Finding = {
      code: "P09",
      severity: "error",
      at: "catalog",
      message: `${out ?? order.catalog} was not completed (${code ?? message})`,
      fix: "make the file writable and run the command again",
    };
    return { changed: false, failure: [failure] };
  }
}
