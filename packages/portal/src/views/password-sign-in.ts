import type { Call, View } from "../call.js";
import { problemSummary, textField, type FieldProblem, type Filled } from "../html/form.js";
import { textOf } from "../html/operator-text.js";
import { html, type Html } from "../html/template.js";
import { formPage, redirect, type Reply } from "../http/reply.js";
import { tooManyAttempts } from "../http/too-many-attempts.js";
import { returnToOf } from "../http/return-to.js";
import { callerNetworkOf } from "../people/network.js";
import { isSignUpOpen } from "../sign-in/may-sign-up.js";
import type { PortalContext } from "../portal-context.js";
import { SIGN_IN_ATTEMPTS } from "../sign-in/attempts.js";
import { passwordSignIn } from "../sign-in/password-sign-in.js";
import { doneStatus } from "../texts/done-words.js";
import { noAccessPage } from "./no-access.js";
import { providerLinks } from "./provider-links.js";

const WRONG: FieldProblem = { field: "e-mail", message: "E-mail or password is wrong." };

/** POST `/signin`: the sign-in with an e-mail address and a password. */
export const passwordSignInAct: View = async (call, portal) => {
  if (!portal.settings.basic) return { kind: "error", name: "method-not-allowed" };
  const [email, password] = [call.form.text("e-mail"), call.form.get("password") ?? ""];
  const values = { "e-mail": email };
  const missing = missingFields(email, password);
  if (missing.length > 0) return passwordPage(call, portal, { values, problems: missing });
  const wait = await portal.attempts.take(SIGN_IN_ATTEMPTS, callerNetworkOf(call.address));
  if (wait > 0) return tooManyAttempts(wait);
  const place = portal.passwords.place();
  try {
    const came = await passwordSignIn({ email, password }, call, portal, place);
    switch (came.kind) {
      case "entered":
        return redirect(returnToOf(call.query.get("returnTo"), portal.settings), ...came.cookies);
      case "wrong":
        return await passwordPage(call, portal, { values, problems: [WRONG] }, came.needsCaptcha);
      case "captcha":
        if (came.problem.wait !== undefined) return tooManyAttempts(came.problem.wait);
        return await passwordPage(call, portal, { values, problems: [came.problem] }, true);
      case "too-many":
        return tooManyAttempts(came.wait);
      case "no-access":
        return noAccessPage(portal.to("signin"), textOf("noAccess", portal));
    }
  } finally {
    place.leave();
  }
};

function missingFields(email: string, password: string): readonly FieldProblem[] {
  return [
    ...(email === "" ? [{ field: "e-mail", message: "Enter your e-mail address." }] : []),
    ...(password === "" ? [{ field: "password", message: "Enter your password." }] : []),
  ];
}

/** `/signin` with the form for e-mail and password, and the links to the other providers. */
export async function passwordPage(
  { query, viewer }: Call,
  portal: PortalContext,
  filled: Filled = {},
  needsCaptcha = false,
): Promise<Reply> {
  const { settings, to } = portal;
  const returnTo = returnToOf(query.get("returnTo"), settings);
  const isAgain = query.get("account") === "again";
  const back = new URLSearchParams({
    ...(returnTo !== to() && { returnTo }),
    ...(isAgain && { account: "again" }),
  });
  const action = back.size === 0 ? to("signin") : `${to("signin")}?${back.toString()}`;
  const email = viewer.kind === "user" ? viewer.user.email : undefined;
  const captcha = needsCaptcha ? await portal.captcha?.show(filled.problems) : undefined;
  const known = isAgain && email !== undefined ? { value: email } : {};
  const body = html`${problemSummary(filled)} ${textOf("signIn", portal)}
    ${isAgain && html`<p>Sign in again to go on.</p>`}
    <form method="post" action="${action}">
      ${textField({ label: "E-mail", name: "e-mail", autocomplete: "username", inputMode: "email", ...known }, filled)}
      ${textField({ label: "Password", name: "password", type: "password", autocomplete: "current-password" }, filled)}
      ${captcha?.fields}
      <p class="actions"><button>Sign in</button></p>
    </form>
    ${accountLinks(portal)} ${providerLinks(portal, { returnTo, reauthenticate: isAgain })}`;
  const content = { h1: "Sign in", body, ...doneStatus(query), ...(captcha && { scripts: captcha.scripts }) };
  return formPage(content, filled);
}

const accountLinks = ({ to, settings }: PortalContext): Html =>
  html`<p><a href="${to("reset")}">Forgot your password?</a></p>
    ${isSignUpOpen(settings) && html`<p><a href="${to("signup")}">Sign up</a></p>`}`;
