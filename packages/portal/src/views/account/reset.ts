import type { Call, View } from "../../call.js";
import type { JsonObject } from "@product-auth/core/records";
import { problemSummary, textField, type Filled } from "../../html/form.js";
import { html } from "../../html/template.js";
import { formPage, type Reply } from "../../http/reply.js";
import { tooManyAttempts } from "../../http/too-many-attempts.js";
import { normalEmail } from "../../people/email.js";
import { callerNetworkOf } from "../../people/network.js";
import type { PortalContext } from "../../portal-context.js";
import { accountCounter } from "../../sign-in/account-counter.js";
import type { AttemptLimit } from "../../sign-in/attempts.js";
import { checkYourMail } from "./check-your-mail.js";

const RESETS: AttemptLimit = { what: "reset", most: 20, period: 3600 };
const RESETS_OF_ACCOUNT: AttemptLimit = { what: "reset-account", most: 5, period: 3600, isPerAddress: false };

/** `/reset`: the form. */
export const resetPage: View = ({ viewer }, portal) =>
  form(portal, viewer.kind === "user" ? { values: { "e-mail": viewer.user.email ?? "" } } : {});

/** POST `/reset`: sends a link to the address. Whether it has an account is looked up when the mail is sent. */
export const resetAct: View = async (call, portal) => {
  const typed = call.form.text("e-mail");
  const values = { "e-mail": typed };
  const email = normalEmail(typed);
  if (email === undefined)
    return form(portal, { values, problems: [{ field: "e-mail", message: "Enter an e-mail address." }] });
  const wait = await portal.attempts.take(RESETS, callerNetworkOf(call.address));
  if (wait > 0) return tooManyAttempts(wait);
  const unsolved = await portal.captcha?.problemOf(call.form, call.address);
  if (unsolved?.wait !== undefined) return tooManyAttempts(unsolved.wait);
  if (unsolved !== undefined) return form(portal, { values, problems: [unsolved] });
  const ofAccount = await portal.attempts.take(RESETS_OF_ACCOUNT, await accountCounter(email, portal));
  if (ofAccount > 0) return tooManyAttempts(ofAccount);
  await portal.records.write(portal.mails.queued("reset", { to: email, data: {} }));
  return { kind: "redirect", to: portal.to("reset", "sent"), jsonStatus: 202 };
};

/** `/reset/sent`. */
export const resetSentPage: View = (_: Call, { to }: PortalContext) =>
  checkYourMail(
    "If you sign in with it and a password, the mail has a link to a new one, valid for an hour.",
    {
      text: "Reset your password",
      href: to("reset"),
    },
  );

async function form(portal: PortalContext, filled: Filled = {}): Promise<Reply> {
  const captcha = await portal.captcha?.show(filled.problems);
  const data: JsonObject = {
    title: "Reset your password",
    ...(captcha?.challenge !== undefined && { captcha: captcha.challenge }),
  };
  const field = {
    label: "E-mail",
    name: "e-mail",
    hint: "You get a mail with a link to this address.",
    autocomplete: "username",
    inputMode: "email" as const,
  };
  const body = html`${problemSummary(filled)}
    <form method="post" action="${portal.to("reset")}">
      ${textField(field, filled)} ${captcha?.fields}
      <p class="actions"><button>Send link</button></p>
    </form>`;
  const above = { text: "Sign in", href: portal.to("signin") };
  return formPage({ h1: "Reset your password", above, scripts: captcha?.scripts ?? [], data, body }, filled);
}
