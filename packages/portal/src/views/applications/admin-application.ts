import { ApplicationStateError, type StoredApplication } from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { anyApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { reminderEnds } from "../../applications/secret-reminders.js";
import { checkbox, problemSummary, select, textField, type Filled } from "../../html/form.js";
import { html, type Html } from "../../html/template.js";
import { error, formPage, notFound, redirect, type Reply } from "../../http/reply.js";
import { applicationPageData } from "../../json/application-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { done, doneStatus } from "../../texts/done-words.js";
import { commentProblem, LONGEST_COMMENT } from "../../texts/text-problem.js";
import { personWords } from "../person-words.js";
import { actions, applicationTerms, productTable } from "./application.js";
import { chosenOwner, ownerChoices } from "./owner-choices.js";

/** `/admin/applications/{clientId}`: an application of any user. */
export const adminApplicationPage: View<SignedInUser> = withApplications(
  async (call, portal, applications) => {
    const application = await anyApplication(call.params["clientId"], applications);
    return application === undefined ? notFound : detailPage(application, call, portal, applications);
  },
);

/** Suspends or restores it. */
export const adminApplicationAct: View<SignedInUser> = withApplications(
  async (call, portal, applications) => {
    const application = await anyApplication(call.params["clientId"], applications);
    if (application === undefined) return notFound;
    const { form, viewer } = call;
    const what = form.get("act");
    if (what !== "suspend" && what !== "restore") return error("bad-request");
    const comment = form.text("comment").replaceAll("\r\n", "\n");
    const wrong = commentProblem(comment);
    if (wrong !== undefined)
      return detailPage(application, call, portal, applications, {
        values: { comment },
        problems: [{ field: "comment", message: wrong }],
      });
    const { id, displayName, ownerId } = application;
    const given = comment === "" ? {} : { comment };
    const here = portal.to("admin", "applications", id);
    const { administration } = applications;
    let isLeft = false;
    try {
      const change = await administration[what](id, { by: viewer.user.id, ...given });
      isLeft = change.job !== undefined && change.job.state !== "done";
    } catch (cause) {
      if (cause instanceof ApplicationStateError) return redirect(here); // another administrator was faster
      throw cause;
    }
    await portal.audit.add(
      eventOf(call, {
        action: what === "suspend" ? "application-suspended" : "application-restored",
        ...(ownerId !== undefined && { owner: ownerId }),
        target: id,
        name: displayName,
        ...given,
      }),
    );
    return redirect(here + done(what === "suspend" ? "suspended" : isLeft ? "restoring" : "restored"));
  },
);

/** `/admin/applications/{clientId}/transfer`: to another user. */
export const transferPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await anyApplication(call.params["clientId"], applications);
  return application === undefined ? notFound : transferForm(application, portal);
});

/** Transfers it. */
export const transferAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await anyApplication(call.params["clientId"], applications);
  if (application === undefined) return notFound;
  const { id, displayName, ownerId } = application;
  const owner = chosenOwner(call.form.text("owner"), await ownerChoices(portal));
  const removeSecrets = call.form.text("remove-the-client-secrets") !== "";
  if (owner === undefined)
    return transferForm(application, portal, {
      values: removeSecrets ? { "remove-the-client-secrets": "yes" } : {},
      problems: [{ field: "owner", message: "Choose an owner." }],
    });
  const here = portal.to("admin", "applications", id);
  if (owner === ownerId) return redirect(here);
  const reminders = await reminderEnds(application, undefined, portal);
  const { administration } = applications;
  const by = call.viewer.user.id;
  // The former owner may be blocked: the state of the new one counts from now on.
  await administration.transfer(id, owner, { by, removeSecrets, ownerState: "active" });
  // Blocking a user goes through the applications that exist: this one may have come behind it.
  if ((await portal.users.get(owner))?.state !== "active") await portal.people.bringInLine(owner, { by });
  const event = { action: "application-transferred", target: id, name: displayName } as const;
  // The former owner, whose application it no longer is, reads of it too.
  if (ownerId !== undefined)
    await portal.audit.add(eventOf(call, { ...event, owner: ownerId }), ...reminders);
  await portal.audit.add(eventOf(call, { ...event, owner }));
  return redirect(here + done("transferred"));
});

async function detailPage(
  application: StoredApplication,
  { query }: Call<SignedInUser>,
  portal: PortalContext,
  { administration }: PortalApplications,
  filled: Filled = {},
): Promise<Reply> {
  const { id, displayName, ownerId } = application;
  const person = await personWords([ownerId], portal);
  const path = (...below: readonly string[]) => portal.to("admin", "applications", id, ...below);
  const body = html`${problemSummary(filled)}
    ${applicationTerms(application, administration.tokenUrl, [["Owner", ownerId !== undefined && person(ownerId)]])}
    <h2>Products</h2>
    ${productTable(application, portal)} ${stateForm(application, filled)}
    <h2>Actions</h2>
    ${actions([
      application.state !== "rejected" && { text: "Add product", href: path("products", "add") },
      { text: "Transfer application", href: path("transfer") },
    ])}`;
  return formPage(
    {
      h1: displayName,
      data: { ...applicationPageData(application, administration.tokenUrl), owner: person.data(ownerId) },
      above: { text: "Applications", href: portal.to("admin", "applications") },
      ...doneStatus(query),
      body,
    },
    filled,
  );
}

function stateForm({ state }: StoredApplication, filled: Filled): Html {
  if (state === "rejected")
    return html`<form method="post">
      <p class="actions"><button name="act" value="restore">Restore</button></p>
    </form>`;
  return html`<form method="post">
    ${textField(
      {
        label: "Comment",
        name: "comment",
        hint: "The owner sees it on the page of the application.",
        maxLength: LONGEST_COMMENT,
        rows: 3,
      },
      filled,
    )}
    <p class="actions"><button name="act" value="suspend" class="danger">Suspend</button></p>
  </form>`;
}

async function transferForm(
  { id, displayName }: StoredApplication,
  portal: PortalContext,
  filled: Filled = { values: { "remove-the-client-secrets": "yes" } },
): Promise<Reply> {
  const owners = await ownerChoices(portal);
  const body = html`${problemSummary(filled)}
    <p>“${displayName}” gets another owner, who can make and remove its client secrets.</p>
    <form method="post">
      ${select({ label: "Owner", name: "owner", choices: owners.map((owner) => ({ value: owner.id, label: owner.label })) }, filled)}
      ${checkbox({ label: "Remove the client secrets", name: "remove-the-client-secrets" }, filled)}
      <p class="hint">The former owner may still know them.</p>
      <p class="actions">
        <button>Transfer</button>
        <a href="${portal.to("admin", "applications", id)}">Keep the owner</a>
      </p>
    </form>`;
  const data = { id, displayName, owners: owners.map((owner) => ({ id: owner.id, label: owner.label })) };
  return formPage({ h1: "Transfer application", body, data }, filled);
}
