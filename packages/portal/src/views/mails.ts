import type { View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import { checkboxes } from "../html/form.js";
import { html } from "../html/template.js";
import { page, redirect } from "../http/reply.js";
import type { OptionalMails } from "../mail/mail-data.js";
import type { SignedInUser } from "../people/viewer.js";
import { done, doneStatus } from "../texts/done-words.js";
import { OPTIONAL_MAILS } from "../texts/mail-words.js";

/** `/profile/mails`: the mails that the user gets. */
export const mailsPage: View<SignedInUser> = ({ viewer, query }, { to }) => {
  const { email, emailVerified, mailsOff } = viewer.user;
  const kinds = kindsFor(viewer);
  const chosen = kinds.filter((kind) => !mailsOff.includes(kind));
  const address = emailVerified && email !== undefined ? email : undefined;
  const body = html`<p>
      ${
        address === undefined
          ? "The portal sends you no mails, because it has not proved your e-mail address."
          : `Mails are sent to ${address}.`
      }
    </p>
    <form method="post" action="${to("profile", "mails")}">
      ${checkboxes({
        legend: "Mails",
        name: "mails",
        choices: kinds.map((kind) => ({ value: kind, label: OPTIONAL_MAILS[kind] })),
        chosen: new Set(chosen),
      })}
      <p>Mails about the security of your account are always sent.</p>
      <button>Save</button>
    </form>`;
  const above = { text: "Profile", href: to("profile") };
  return page({
    h1: "Mails",
    above,
    body,
    data: { ...(address !== undefined && { email: address }), mails: chosen },
    ...doneStatus(query),
  });
};

/** POST `/profile/mails`: turns mails on and off. */
export const saveMails: View<SignedInUser> = async (call, portal) => {
  const { form, viewer } = call;
  const chosen = new Set(form.all("mails"));
  const kinds = kindsFor(viewer);
  // What the page does not show stays as it is.
  const off = [
    ...viewer.user.mailsOff.filter((kind) => !kinds.some((shown) => shown === kind)),
    ...kinds.filter((kind) => !chosen.has(kind)),
  ];
  const { change, stored } = portal.audit.changeOf(eventOf(call, { action: "mails-changed" }));
  await portal.users.turnMailsOff(viewer.user.id, off, change);
  portal.audit.tell(stored);
  return redirect(portal.to("profile", "mails") + done("mails-changed"));
};

const kindsFor = ({ isAdministrator }: SignedInUser): readonly OptionalMails[] =>
  (Object.keys(OPTIONAL_MAILS) as OptionalMails[]).filter((kind) => isAdministrator || kind !== "approvals");
