import { eventOf } from "../../audit/visitor-act.js";
import type { Call, View } from "../../call.js";
import { isFormId } from "../../forms/forms.js";
import {
  checkboxes,
  formIdField,
  problemSummary,
  textField,
  type FieldProblem,
  type Filled,
} from "../../html/form.js";
import { html } from "../../html/template.js";
import { error, formPage, notFound, redirect, type Reply } from "../../http/reply.js";
import { normalEmail } from "../../people/email.js";
import { givenGroups } from "../../people/given-groups.js";
import { sendInvitation } from "../../people/send-invitation.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";
import { done, doneStatus } from "../../texts/done-words.js";
import { nameFields, nameProblems, namesIn } from "./name-fields.js";

const H1 = "Invite a user";

/** Whether administrators invite users. */
export const isInviting = ({ settings, mails }: Pick<PortalContext, "settings" | "mails">): boolean =>
  settings.signUp !== "off" && mails.sender !== undefined;

/** `/admin/users/invite`: the form. */
export const invitePage: View<SignedInUser> = (call, portal) => {
  if (!isInviting(portal)) return notFound;
  return signInAgain(call, portal) ?? form(call, portal, new Set());
};

/** POST `/admin/users/invite`: sends the mail while the administrator waits. */
export const inviteAct: View<SignedInUser> = async (call, portal) => {
  if (!isInviting(portal)) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const formId = call.form.get("form");
  if (!isFormId(formId)) return error("bad-request");
  const typed = call.form.text("e-mail");
  const names = namesIn(call.form);
  const chosen = new Set(call.form.all("groups"));
  const email = normalEmail(typed);
  const values = { "e-mail": typed, "first-name": names.firstName, "last-name": names.lastName };
  const known = new Set(givenGroups(portal.settings).map(({ value }) => value));
  const problems = [
    ...(email === undefined ? [{ field: "e-mail", message: "Enter an e-mail address." }] : []),
    ...nameProblems(names),
    ...([...chosen].every((group) => known.has(group))
      ? []
      : [{ field: "groups", message: "Choose groups of the list." }]),
  ];
  if (email === undefined || problems.length > 0) return form(call, portal, chosen, { values, problems });
  const { user, session } = call.viewer;
  const from = { by: user.id, isByGroup: !session.isAdministrator };
  const invitation = { email, ...names, groups: [...chosen], ...from };
  return send(invitation, { call, portal, formId, values });
};

async function send(
  invitation: Parameters<typeof sendInvitation>[0],
  {
    call,
    portal,
    formId,
    values,
  }: {
    readonly call: Call<SignedInUser>;
    readonly portal: PortalContext;
    readonly formId: string;
    readonly values: Readonly<Record<string, string>>;
  },
): Promise<Reply> {
  const sent = portal.to("admin", "users", "invite") + done("invited");
  // A form that is sent twice is one mail.
  const claimed = await portal.forms.claim(call.viewer.user.id, formId);
  if (claimed === undefined) return redirect(sent);
  const { email } = invitation;
  const chosen = new Set(invitation.groups);
  const fail = async (message: string, status?: number): Promise<Reply> => {
    await portal.forms.release(claimed);
    const problems: readonly FieldProblem[] = [{ field: "e-mail", message }];
    const reply = form(call, portal, chosen, { values, problems });
    return reply.kind === "page" && status !== undefined ? { ...reply, status } : reply;
  };
  switch (await sendInvitation(invitation, portal)) {
    case "sent":
      await portal.audit.add(eventOf(call, { action: "invitation-sent", name: email }));
      return redirect(sent);
    case "account":
      return fail("This address has an account already.");
    case "not-sent":
      return fail("The invitation could not be sent. No link is valid. Try again in a while.", 503);
  }
}

function form(
  { query }: Call<SignedInUser>,
  { settings, to }: PortalContext,
  chosen: ReadonlySet<string>,
  filled: Filled = {},
): Reply {
  const hint = "The person gets a mail with a link, valid for 48 hours.";
  const body = html`${problemSummary(filled)}
    <form method="post" action="${to("admin", "users", "invite")}">
      ${formIdField()} ${textField({ label: "E-mail", name: "e-mail", hint, inputMode: "email" }, filled)}
      ${nameFields(filled, { isOwn: false })}
      ${checkboxes({ legend: "Groups", name: "groups", choices: givenGroups(settings), chosen }, filled)}
      <p class="actions"><button>Send invitation</button></p>
    </form>`;
  const above = { text: "Administration", href: to("admin") };
  const data = {
    title: H1,
    groups: givenGroups(settings).map(({ value, label }) => ({ name: value, displayName: label })),
  };
  const reported = filled.problems === undefined ? doneStatus(query) : {};
  return formPage({ h1: H1, above, ...reported, data, body }, filled);
}
