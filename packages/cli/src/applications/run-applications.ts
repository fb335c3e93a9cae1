import type { CommandIo, ExitCode } from "../command-io.js";
import { runForm } from "../arguments/run-form.js";
import { APPLICATIONS } from "./arguments/applications-form.js";
import type { VerbName } from "./arguments/applications-verbs.js";
import { atDesk, type Surroundings, type VerbRun } from "./desk.js";
import { REFUSALS } from "./refusals.js";
import { changeState, endProduct, grantProduct, transferApplication } from "./verbs/change-application.js";
import { reconcileRegistrations, repairRegistrations } from "./verbs/compare-registrations.js";
import { completeJob, discardJob, resumeJobs } from "./verbs/continue-job.js";
import { deleteApplication } from "./verbs/delete-application.js";
import { listApplications, listJobs } from "./verbs/list-applications.js";
import { newSecret } from "./verbs/new-secret.js";
import { registerApplication } from "./verbs/register-application.js";
import { removeSecret } from "./verbs/remove-secret.js";
import { showApplication } from "./verbs/show-application.js";

const RUNS: Readonly<Record<VerbName, VerbRun>> = {
  list: atDesk("none", listApplications, { reads: true }),
  show: atDesk("readable", showApplication, { reads: true }),
  register: atDesk("required", registerApplication),
  link: atDesk("optional", grantProduct("link")),
  approve: atDesk("optional", grantProduct("approve")),
  reject: atDesk("optional", endProduct("reject")),
  unlink: atDesk("optional", endProduct("unlink")),
  suspend: atDesk("optional", changeState("suspend")),
  restore: atDesk("optional", changeState("restore")),
  transfer: atDesk("optional", transferApplication),
  "new-secret": atDesk("required", newSecret),
  "remove-secret": atDesk("required", removeSecret),
  delete: atDesk("optional", deleteApplication),
  jobs: atDesk("none", listJobs, { reads: true }),
  resume: atDesk("required", resumeJobs),
  complete: atDesk("required", completeJob),
  discard: atDesk("optional", discardJob),
  reconcile: atDesk("required", reconcileRegistrations, { reads: true }),
  repair: atDesk("required", repairRegistrations, { reads: true }),
};

/** Runs `product-auth applications` with these arguments; never rejects. */
export const runApplications = (
  args: readonly string[],
  io: CommandIo,
  surroundings: Surroundings,
): Promise<ExitCode> =>
  runForm(
    {
      form: APPLICATIONS,
      run: (order, to) => RUNS[order.verb](order, to, surroundings),
      refusals: REFUSALS,
    },
    args,
    io,
  );
