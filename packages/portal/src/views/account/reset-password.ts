import type { RecordChange } from "@product-auth/core/records";
import type { Call, View } from "../../call.js";
import { problemSummary, type Filled } from "../../html/form.js";
import { html } from "../../html/template.js";
import { formPage, redirect, type Reply } from "../../http/reply.js";
import { endAccess } from "../../passwords/end-access.js";
import type { PasswordPlace } from "../../passwords/password-places.js";
import { visitorNetwork } from "../../people/network.js";
import type { User } from "../../people/users.js";
import type { PortalContext } from "../../portal-context.js";
import type { Ticket } from "../../sign-in/tickets.js";
import { writeUnlessConflict } from "../../stores/write-unless-conflict.js";
import { done } from "../../texts/done-words.js";
import { deadLink } from "./dead-link.js";
import { newPasswordField } from "./new-password-field.js";

/** `/reset/password?ticket=`: changes nothing, because mail scanners open links. */
export const resetPasswordPage: View = async ({ query }, portal) => {
  const token = query.get("ticket");
  const found = await findReset(token, portal);
  return found === undefined ? dead(portal) : form(token ?? "", found.user, portal);
};

/** POST `/reset/password`: changes the password, and ends everything that the old one has opened. */
export const resetPasswordAct: View = async (call, portal) => {
  const token = call.form.get("ticket");
  const found = await findReset(token, portal);
  if (found === undefined) return dead(portal);
  const { user } = found;
  const password = call.form.get("new-password") ?? "";
  const problem = portal.passwords.problemOf(password, { email: user.email, title: portal.settings.title });
  if (problem !== undefined)
    return form(token ?? "", user, portal, { problems: [{ field: "new-password", message: problem }] });
  const place = portal.passwords.place();
  try {
    return await reset(found, password, call, portal, place);
  } finally {
    place.leave();
  }
};

interface FoundReset {
  readonly ticket: Ticket;
  readonly user: User;
}

/** The ticket and its user, who is active and has a password: an account without one does not get its first one here. */
async function findReset(token: string | undefined, portal: PortalContext): Promise<FoundReset | undefined> {
  const ticket = await portal.tickets.find(token, "reset");
  if (ticket?.userId === undefined) return undefined;
  const user = await portal.users.get(ticket.userId);
  if (user?.state !== "active" || !(await portal.passwords.has(user.id))) return undefined;
  return { ticket, user };
}

async function reset(
  { ticket, user }: FoundReset,
  password: string,
  { address }: Call,
  portal: PortalContext,
  place: PasswordPlace,
): Promise<Reply> {
  const changed = await portal.passwords.change(user.id, password, place);
  const about = { actor: user.id, owner: user.id, ...visitorNetwork(address) };
  const { change, stored } = portal.audit.changeOf({ action: "password-reset", ...about });
  // Before and after: sessions of the old password end also when the records fail in between.
  await portal.sessions.endAll(user.id);
  const changes = [
    ...ticket.taking,
    ...(await provedAddress(user, ticket, portal)),
    changed,
    change,
    ...portal.mails.queued("password-changed", { user: user.id, data: {} }),
  ];
  if (!(await writeUnlessConflict(portal.records, changes))) {
    // Used meanwhile, or the password was changed on "Profile": then the ticket is void.
    return dead(portal);
  }
  portal.audit.tell(stored);
  await endAccess(user.id, {}, portal);
  return redirect(portal.to("signin") + done("password-reset"));
}

/** The address that the first administrator typed is proved by the mail. */
async function provedAddress(
  { id, email, emailVerified }: User,
  ticket: Ticket,
  { records }: PortalContext,
): Promise<readonly RecordChange[]> {
  if (emailVerified || email === undefined || email !== ticket.email) return [];
  const record = await records.get("user", id);
  if (record === undefined) return [];
  const value = { ...record.value, emailVerified: true };
  return [{ put: { ...record, version: record.version + 1, value } }];
}

const dead = ({ to }: PortalContext): Reply =>
  deadLink(html`<p><a class="button" href="${to("reset")}">Reset your password</a></p>`);

function form(token: string, { email }: User, { to }: PortalContext, filled: Filled = {}): Reply {
  const body = html`${problemSummary(filled)}
    <p>For the account with the e-mail address ${email}. It is signed out everywhere.</p>
    <form method="post" action="${to("reset", "password")}">
      <input type="hidden" name="ticket" value="${token}" />
      ${newPasswordField(filled)}
      <p class="actions"><button>Change password</button></p>
    </form>`;
  const data = { title: "Choose a password", ...(email !== undefined && { email }) };
  return formPage({ h1: "Choose a password", isAddressSecret: true, data, body }, filled);
}
