import type { SignedInUser } from "../../people/viewer.js";
import type { View } from "../../call.js";
import { eventOf } from "../../audit/visitor-act.js";
import { ownApplication } from "../../applications/own-application.js";
import { withApplications } from "../../applications/with-applications.js";
import { reminderEnds } from "../../applications/secret-reminders.js";
import { html } from "../../html/template.js";
import { notFound, page, redirect } from "../../http/reply.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";
import { done } from "../../texts/done-words.js";

/** `/applications/{clientId}/delete`: asks first, after a recent sign-in. */
export const deletePage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await ownApplication(call.params["clientId"], call.viewer, applications);
  if (application === undefined) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  return page({
    h1: "Delete application",
    data: { id: application.id, displayName: application.displayName },
    body: html`<p>
        Tokens of “${application.displayName}” are refused as soon as it is deleted, and its registration is
        removed from Microsoft Entra ID with all client secrets. This cannot be undone.
      </p>
      <form method="post">
        <p class="actions">
          <button class="danger">Delete application</button>
          <a href="${portal.to("applications", application.id)}">Keep the application</a>
        </p>
      </form>`,
  });
});

/** Deletes it: here at once, then in Entra ID. */
export const deleteAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const application = await ownApplication(call.params["clientId"], call.viewer, applications);
  if (application === undefined) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const { id, displayName } = application;
  const { deleted } = await applications.administration.delete(id, { by: call.viewer.user.id });
  if (deleted)
    await portal.audit.add(
      eventOf(call, { action: "application-deleted", target: id, name: displayName }),
      ...(await reminderEnds(application, undefined, portal)),
    );
  return redirect(portal.to("applications") + done("application-deleted"));
});
