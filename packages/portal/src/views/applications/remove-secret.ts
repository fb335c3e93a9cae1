import type { SecretSummary, StoredApplication } from "@product-auth/core/clients";
import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { ownApplication } from "../../applications/own-application.js";
import type { PortalApplications } from "../../applications/portal-applications.js";
import { withApplications } from "../../applications/with-applications.js";
import { reminderEnds } from "../../applications/secret-reminders.js";
import { time } from "../../html/table.js";
import { html } from "../../html/template.js";
import { notFound, page, redirect } from "../../http/reply.js";
import { secretEnd } from "../../json/application-data.js";
import type { SignedInUser } from "../../people/viewer.js";
import { done } from "../../texts/done-words.js";
import { secretName } from "./application.js";

/** `/applications/{clientId}/secrets/{keyId}/remove`: asks first. */
export const removeSecretPage: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const found = await secretOf(call, applications);
  if (found === undefined) return notFound;
  const { application, secret } = found;
  return page({
    h1: "Remove client secret",
    data: { id: application.id, secret: secretEnd(secret) },
    body: html`<p>
        No token is issued any more for the secret that begins with “${secretName(secret)}” and ends
        ${time(secret.endDate)}. Tokens that were issued with it last until they expire. This cannot be
        undone.
      </p>
      <form method="post">
        <p class="actions">
          <button class="danger">Remove client secret</button>
          <a href="${portal.to("applications", application.id)}">Keep the secret</a>
        </p>
      </form>`,
  });
});

/** Removes it. */
export const removeSecretAct: View<SignedInUser> = withApplications(async (call, portal, applications) => {
  const found = await secretOf(call, applications);
  if (found === undefined) return notFound;
  const { application, secret } = found;
  const { id, displayName } = application;
  await applications.administration.removeSecret(id, secret.keyId, { by: call.viewer.user.id });
  const event = {
    action: "secret-removed",
    target: id,
    name: displayName,
    comment: secretName(secret),
  } as const;
  await portal.audit.add(eventOf(call, event), ...(await reminderEnds(application, secret.keyId, portal)));
  return redirect(portal.to("applications", id) + done("secret-removed"));
});

/** The secret of an address, of an application of the viewer. While secrets cannot be listed, the page is not available. */
async function secretOf(
  { params, viewer }: Call<SignedInUser>,
  applications: PortalApplications,
): Promise<{ readonly application: StoredApplication; readonly secret: SecretSummary } | undefined> {
  const application = await ownApplication(params["clientId"], viewer, applications);
  if (application === undefined) return undefined;
  const secrets = await applications.administration.listSecrets(application.id);
  const secret = secrets.find(({ keyId }) => keyId === params["keyId"]);
  return secret && { application, secret };
}
