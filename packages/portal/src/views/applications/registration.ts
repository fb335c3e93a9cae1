import { isGuid } from "@product-auth/core/adapter";
import { ApplicationStateError, type ApplicationJob } from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { anyJob } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { reportStopped } from "../../applications/report-stopped.js";
import { problemSummary, textField, type Filled } from "../../html/form.js";
import { table, time } from "../../html/table.js";
import { html, type Html } from "../../html/template.js";
import { error, notFound, redirect, type Reply } from "../../http/reply.js";
import { jobData } from "../../json/application-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { delayWords, MISSING_PERMISSION, STEP_STATES, stepWords } from "../../texts/application-words.js";
import { done, doneStatus } from "../../texts/done-words.js";
import { productNames } from "./product-names.js";

/** Seconds after which the page of a job that goes on is loaded again. */
const REFRESH = 2;
/** The same while it waits for a later attempt. */
const SLOWEST_REFRESH = 30;

/** `/applications/registrations/{job}`: the steps of a registration, for its owner. */
export const registrationPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const job = await ownJob(call, applications);
  return job === undefined ? notFound : replyFor(job, call, portal, []);
});

/** Tries again, or gives up. */
export const registrationAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const job = await ownJob(call, applications);
  return job === undefined ? notFound : act(job, call, portal, applications, []);
});

/** `/admin/applications/registrations/{job}`: a job of any user, with what went wrong. */
export const jobPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const job = await anyJob(call.params["job"], applications);
  return job === undefined ? notFound : replyFor(job, call, portal, ["admin"]);
});

/** Tries again, gives up, or completes a step by hand. */
export const jobAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const job = await anyJob(call.params["job"], applications);
  if (job === undefined) return notFound;
  return call.form.get("act") === "complete"
    ? complete(job, call, portal, applications)
    : act(job, call, portal, applications, ["admin"]);
});

/** A registration of the viewer. What happens after an access was cut off concerns operators only. */
async function ownJob(
  { params, viewer }: Call<SignedInUser>,
  applications: PortalApplications,
): Promise<ApplicationJob | undefined> {
  const job = await anyJob(params["job"], applications);
  return job?.ownerId === viewer.user.id && job.kind === "register" ? job : undefined;
}

async function act(
  job: ApplicationJob,
  call: Call<SignedInUser>,
  portal: PortalContext,
  { administration }: PortalApplications,
  below: readonly string[],
): Promise<Reply> {
  const by = call.viewer.user.id;
  const what = call.form.get("act");
  const here = redirect(portal.to(...below, "applications", "registrations", job.id));
  if (what !== "try-again" && what !== "discard") return error("bad-request");
  try {
    if (what === "try-again") {
      if (job.state !== "done") await administration.resume(job.id);
      return here;
    }
    if (job.state === "done" || job.kind !== "register") return here;
    await administration.discard(job.id, { by });
  } catch (cause) {
    if (cause instanceof ApplicationStateError) return here; // it has ended meanwhile
    throw cause;
  }
  await portal.audit.add(
    eventOf(call, {
      action: "registration-discarded",
      ...(job.ownerId !== undefined && { owner: job.ownerId }),
      target: job.clientId ?? job.id,
      name: job.displayName,
    }),
  );
  return redirect(portal.to(...below, "applications") + done("discarded"));
}

async function complete(
  job: ApplicationJob,
  call: Call<SignedInUser>,
  portal: PortalContext,
  { administration }: PortalApplications,
): Promise<Reply> {
  const clientId = call.form.text("client-id");
  if (needsClientId(job) && !isGuid(clientId))
    return replyFor(job, call, portal, ["admin"], {
      values: { "client-id": clientId },
      problems: [{ field: "client-id", message: "Enter the Application (client) ID, a GUID." }],
    });
  const given = needsClientId(job) ? { clientId } : {};
  const here = portal.to("admin", "applications", "registrations", job.id);
  try {
    await administration.completeStep(job.id, given, { by: call.viewer.user.id });
  } catch (cause) {
    if (cause instanceof ApplicationStateError) return redirect(here);
    throw cause;
  }
  await portal.audit.add(
    eventOf(call, {
      action: "registration-completed",
      ...(job.ownerId !== undefined && { owner: job.ownerId }),
      target: job.id,
      name: job.displayName,
      ...(needsClientId(job) && { comment: clientId }),
    }),
  );
  // A job that has nothing left to do is gone.
  const isLeft = (await administration.job(job.id)) !== undefined;
  return redirect((isLeft ? here : portal.to("admin", "applications")) + done("completed"));
}

const isManual = ({ state, problem }: ApplicationJob) => state === "stopped" && problem?.reason === "manual";

const needsClientId = (job: ApplicationJob) => job.kind === "register" && job.clientId === undefined;

function replyFor(
  job: ApplicationJob,
  { query, now }: Call<SignedInUser>,
  portal: PortalContext,
  below: readonly string[],
  filled: Filled = {},
): Reply {
  const { state, kind, clientId, displayName, retryAt } = job;
  if (state === "done" && clientId !== undefined)
    return redirect(portal.to(...below, "applications", clientId) + done("registered"));
  reportStopped(job, portal);
  const isAdministrator = below.length > 0;
  const content = {
    h1: kind === "register" ? `Registering ${displayName}` : `Work in Entra ID for ${displayName}`,
    above: { text: "Applications", href: portal.to(...below, "applications") },
    ...doneStatus(query),
    data: jobData(job, { forOperators: isAdministrator }),
    body: html`${problemSummary(filled)} ${problemNote(job, isAdministrator)}
    ${state === "running" && html`<p role="status">Waiting for Microsoft Entra ID. This page refreshes itself.</p>`}
    ${state === "waiting" && retryAt !== undefined && html`<p>The next attempt is at ${time(retryAt)}.</p>`}
    ${stepTable(job, portal)} ${isAdministrator && isManual(job) && manualForm(job, filled)} ${buttons(job)}`,
  };
  const wait = Math.ceil(((retryAt ?? now) - now) / 1000);
  const refresh = state === "waiting" ? Math.min(Math.max(wait, REFRESH), SLOWEST_REFRESH) : REFRESH;
  const isProblem = (filled.problems ?? []).length > 0;
  return {
    kind: "page",
    page: { ...content, problems: filled.problems ?? [] },
    ...(isProblem && { status: 400 }),
    // While it is stopped, only a person goes on.
    ...(state !== "stopped" && !isProblem && { refresh }),
  };
}

function problemNote(job: ApplicationJob, isAdministrator: boolean): Html | undefined {
  const { problem } = job;
  const words = delayWords(job);
  if (problem === undefined || words === undefined) return undefined;
  return html`<div class="note">
    <p>${words}</p>
    ${isAdministrator && problem.reason === "refused" && html`<p>${MISSING_PERMISSION}</p>`}
    ${isAdministrator && html`<p>${problem.finding !== undefined && `${problem.finding}: `}${problem.message}</p>`}
    <p class="reference">Reference <code>${job.id}</code></p>
  </div>`;
}

const stepTable = ({ steps }: ApplicationJob, portal: PortalContext): Html =>
  table({
    caption: "Steps",
    columns: ["Step", "State"],
    rows: steps.map((step) => [
      stepWords(step, productNames(portal)),
      html`<span class="state ${step.state === "done" ? "active" : step.state}"
        >${STEP_STATES[step.state]}</span
      >`,
    ]),
    empty: "No steps are left.",
  });

const manualForm = (job: ApplicationJob, filled: Filled): Html =>
  html`<form method="post" class="note">
    <p>Do the first open step in the Entra portal. Then complete it here.</p>
    ${needsClientId(job) && textField({ label: "Client ID", name: "client-id", hint: "Application (client) ID of the new registration.", required: true }, filled)}
    <p class="actions"><button name="act" value="complete">Complete</button></p>
  </form>`;

function buttons({ state, kind }: ApplicationJob): Html | undefined {
  const canTry = state === "stopped" || state === "waiting";
  const canDiscard = kind === "register";
  if (!canTry && !canDiscard) return undefined;
  return html`<form method="post">
    <p class="actions">
      ${canTry && html`<button name="act" value="try-again">Try again</button>`}
      ${canDiscard && html`<button name="act" value="discard" class="danger">Discard</button>`}
    </p>
  </form>`;
}
