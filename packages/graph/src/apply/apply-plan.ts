import { GraphClient } from "../client/graph-client.js";
import { DirectoryReader } from "../directory/reads.js";
import { DirectoryWriter } from "../directory/writes.js";
import { findingOfFailure } from "../findings/finding-of-failure.js";
import { hasError } from "../findings/findings.js";
import type { ProvisionOptions } from "../options/graph-options.js";
import { settleGraphOptions } from "../options/settle-graph-options.js";
import type { ProvisionPlan } from "../plan/provision-plan.js";
import { reportOf } from "../report/report-of.js";
import type { ProvisionReport } from "../report/report.js";
import { Run } from "./run.js";

/** Makes the changes of a plan. Refusals are findings; nothing is rolled back, a second run completes the work. */
export async function applyPlan(plan: ProvisionPlan, options: ProvisionOptions): Promise<ProvisionReport> {
  const settled = settleGraphOptions(options);
  const { work, report } = plan;
  const client = new GraphClient(settled, work.tokens);
  const reader = new DirectoryReader(client);
  const run = new Run(work, report.changes, { client, reader, writer: new DirectoryWriter(client, reader) });
  const findings = [...report.findings];
  // What another program made is never changed by accident: one doubt, and nothing is written at all.
  if (!hasError(findings)) {
    try {
      await run.all();
    } catch (error) {
      findings.push(findingOfFailure(error, run.at, run.purpose));
    }
  }
  return reportOf({
    mode: work.mode,
    tenantId: settled.tenantId,
    instance: work.wanted.instance,
    changes: run.changes,
    findings,
    products: run.products,
    clients: run.clients,
    catalog: work.catalog,
    now: settled.clock(),
  });
}
