import type { Call, View } from "../../call.js";
import { problemSummary, textField, type FieldProblem, type Filled } from "../../html/form.js";
import { termList } from "../../html/table.js";
import { html, type Fragment } from "../../html/template.js";
import { formPage, notFound, redirect, type Reply } from "../../http/reply.js";
import { normalEmail } from "../../people/email.js";
import type { PortalContext } from "../../portal-context.js";
import { createAccount } from "../../sign-in/create-account.js";
import { startFlow } from "../../sign-in/start-flow.js";
import type { Ticket } from "../../sign-in/tickets.js";
import { welcomeTicket } from "../../sign-in/welcome-ticket.js";
import { done } from "../../texts/done-words.js";
import { providerOf } from "../sign-in.js";
import { deadLink } from "./dead-link.js";
import { newPasswordField } from "./new-password-field.js";

/** `/welcome?ticket=`: of a sign-up or an invitation. It changes nothing, because mail scanners open links. */
export const welcomePage: View = async ({ query }, portal) => {
  const token = query.get("ticket");
  const ticket = await welcomeTicket(token, portal);
  return ticket === undefined ? deadWelcome(portal) : form(token ?? "", ticket, portal);
};

/** POST `/welcome`: makes the account, with a password. */
export const welcomeAct: View = async (call, portal) => {
  const token = call.form.get("ticket");
  const ticket = await welcomeTicket(token, portal);
  if (ticket === undefined || !portal.settings.basic) return deadWelcome(portal);
  const typed = call.form.text("e-mail");
  const email = ticket.email ?? normalEmail(typed);
  const password = call.form.get("new-password") ?? "";
  const problems = problemsOf(email, password, portal);
  const filled = { values: { "e-mail": typed }, problems };
  if (email === undefined || problems.length > 0) return form(token ?? "", ticket, portal, filled);
  const place = portal.passwords.place();
  try {
    const created = await createAccount({ ticket, email, password }, call, portal, place);
    if (created !== undefined)
      return redirect(portal.to("profile") + done("account-created"), ...created.cookies);
  } finally {
    place.leave();
  }
  return afterConflict(token, ticket, portal);
};

/** `/welcome/{provider}?ticket=`: on to the issuer, to accept an invitation with an account of it. */
export const startAccepting: View = async (call, portal) => {
  const provider = providerOf(call, portal);
  const token = call.query.get("ticket");
  const ticket = await welcomeTicket(token, portal);
  if (provider === undefined) return notFound;
  if (ticket === undefined || ticket.purpose === "sign-up") return deadWelcome(portal);
  // Another site could lead a visitor here with an invitation of its own, and the visitor would get that account.
  if (!isOwnLink(call)) return redirect(`${portal.to("welcome")}?ticket=${encodeURIComponent(token ?? "")}`);
  const purpose = { kind: "invitation" as const, ticket: ticket.id };
  return startFlow(provider, { returnTo: portal.to(), purpose, chooseAccount: true }, call, portal);
};

/** Whether nothing shows that the link was followed elsewhere than on a page of the portal. */
const isOwnLink = ({ headers }: Call): boolean => {
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin";
};

function problemsOf(
  email: string | undefined,
  password: string,
  { passwords, settings }: PortalContext,
): readonly FieldProblem[] {
  const problem = passwords.problemOf(password, { email, title: settings.title });
  return [
    ...(email === undefined ? [{ field: "e-mail", message: "Enter an e-mail address." }] : []),
    ...(problem === undefined ? [] : [{ field: "new-password", message: problem }]),
  ];
}

/** The ticket was used meanwhile, or the address has got an account since the ticket was made. */
async function afterConflict(
  token: string | undefined,
  ticket: Ticket,
  portal: PortalContext,
): Promise<Reply> {
  if ((await welcomeTicket(token, portal)) === undefined) return deadWelcome(portal);
  const message = "This address has an account. Sign in with it, or reset its password.";
  const field = ticket.email === undefined ? "e-mail" : "new-password";
  return form(token ?? "", ticket, portal, { problems: [{ field, message }] });
}

/** The page of a link that makes no account any more. */
export const deadWelcome = ({ to }: PortalContext): ReturnType<typeof deadLink> =>
  deadLink(
    html`<p>If you have an account, <a href="${to("signin")}">sign in</a>. Otherwise ask for a new mail.</p>`,
  );

function form(token: string, ticket: Ticket, portal: PortalContext, filled: Filled = {}): Reply {
  const { settings } = portal;
  const { email, names, purpose } = ticket;
  const name = `${names?.firstName ?? ""} ${names?.lastName ?? ""}`.trim();
  const body = html`${problemSummary(filled)}
  ${purpose === "administrator" && html`<p>You will administer this portal.</p>`}
  ${termList([
    ["E-mail", email],
    ["Name", name !== "" && name],
  ])}
  ${settings.basic && passwordForm(token, ticket, portal, filled)}
  ${purpose !== "sign-up" && providerChoice(token, portal)}`;
  const data = { title: "Choose a password", ...(email !== undefined && { email }) };
  return formPage({ h1: "Choose a password", isAddressSecret: true, data, body }, filled);
}

function passwordForm(token: string, { email }: Ticket, { to }: PortalContext, filled: Filled): Fragment {
  const field = {
    label: "E-mail",
    name: "e-mail",
    hint: "You sign in with it.",
    autocomplete: "username",
    inputMode: "email" as const,
  };
  return html`<form method="post" action="${to("welcome")}">
    <input type="hidden" name="ticket" value="${token}" />
    ${email === undefined && textField(field, filled)} ${newPasswordField(filled)}
    <p class="actions"><button>Create account</button></p>
  </form>`;
}

const providerChoice = (token: string, { settings, to }: PortalContext): Fragment =>
  settings.signIn.length > 0 &&
  html`${settings.basic && html`<p>Or accept with an account that you have, and without a password here:</p>`}
  ${settings.signIn.map(
    ({ id, label }) =>
      html`<p>
        <a class="button" href="${to("welcome", id)}?ticket=${encodeURIComponent(token)}">
          Sign in with ${label}</a
        >
      </p>`,
  )}`;
