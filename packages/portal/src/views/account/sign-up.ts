import type { Call, View } from "../../call.js";
import type { JsonObject } from "@product-auth/core/records";
import { checkbox, problemSummary, textField, type FieldProblem, type Filled } from "../../html/form.js";
import { markdown } from "../../html/markdown.js";
import { textOf } from "../../html/operator-text.js";
import { html } from "../../html/template.js";
import { formPage, notFound, redirect, type Reply } from "../../http/reply.js";
import { tooManyAttempts } from "../../http/too-many-attempts.js";
import { normalEmail } from "../../people/email.js";
import { callerNetworkOf } from "../../people/network.js";
import type { PortalContext } from "../../portal-context.js";
import type { AttemptLimit } from "../../sign-in/attempts.js";
import { unknownCounter } from "../../sign-in/account-counter.js";
import { isSignUpOpen, mayEmailSignUp } from "../../sign-in/may-sign-up.js";
import { fieldNameOf, isVisible } from "../../texts/text-problem.js";
import { checkYourMail } from "./check-your-mail.js";
import { nameFields, nameProblems, namesIn, type Names } from "./name-fields.js";

const SIGN_UP_ATTEMPTS: AttemptLimit = { what: "sign-up", most: 20, period: 3600 };

/** For each address: no visitor fills the mailbox of another person from many networks. */
const SIGN_UPS_OF_ADDRESS: AttemptLimit = {
  what: "sign-up-address",
  most: 5,
  period: 3600,
  isPerAddress: false,
};

const TERMS = "I accept the terms of use";
const TERMS_FIELD = fieldNameOf(TERMS);

/** Domains that a message names; with more of them it names none. */
const MOST_DOMAINS = 5;

/** `/signup`: the form. */
export const signUpPage: View = (call, portal) => {
  if (!isSignUpOpen(portal.settings)) return notFound;
  return call.viewer.kind === "user" ? redirect(portal.to()) : form(portal);
};

/**
 * POST `/signup`: sends a link to the address. The account is made when it is opened, so no visitor can prepare the account of another
 * person. Whether the address has an account is looked up when the mail is sent.
 */
export const signUpAct: View = async (call, portal) => {
  const { settings } = portal;
  if (!isSignUpOpen(settings)) return notFound;
  const typed = call.form.text("e-mail");
  const names = namesIn(call.form);
  const isAccepted = call.form.get(TERMS_FIELD) === "yes";
  const values = {
    "e-mail": typed,
    "first-name": names.firstName,
    "last-name": names.lastName,
    [TERMS_FIELD]: isAccepted ? "yes" : "",
  };
  const email = normalEmail(typed);
  const problems = [
    ...emailProblems(email, settings),
    ...signUpNameProblems(names),
    ...(settings.terms === undefined || isAccepted
      ? []
      : [{ field: TERMS_FIELD, message: "Accept the terms of use." }]),
  ];
  if (email === undefined || problems.length > 0) return form(portal, { values, problems });
  const wait = await portal.attempts.take(SIGN_UP_ATTEMPTS, callerNetworkOf(call.address));
  if (wait > 0) return tooManyAttempts(wait);
  const unsolved = await portal.captcha?.problemOf(call.form, call.address);
  if (unsolved?.wait !== undefined) return tooManyAttempts(unsolved.wait);
  if (unsolved !== undefined) return form(portal, { values, problems: [unsolved] });
  // Counted as those of unknown accounts are, whether or not there is one.
  const ofAddress = await portal.attempts.take(SIGN_UPS_OF_ADDRESS, await unknownCounter(email, portal));
  if (ofAddress > 0) return tooManyAttempts(ofAddress);
  await portal.records.write(portal.mails.queued("sign-up", { to: email, data: { ...names } }));
  return { kind: "redirect", to: portal.to("signup", "sent"), jsonStatus: 202 };
};

/** `/signup/sent`. */
export const signUpSentPage: View = (_: Call, portal: PortalContext) =>
  isSignUpOpen(portal.settings)
    ? checkYourMail("The mail has a link with which you choose a password. The link is valid for 24 hours.", {
        text: "Sign up",
        href: portal.to("signup"),
      })
    : notFound;

function emailProblems(
  email: string | undefined,
  settings: PortalContext["settings"],
): readonly FieldProblem[] {
  if (email === undefined) return [{ field: "e-mail", message: "Enter an e-mail address." }];
  if (mayEmailSignUp(email, settings)) return [];
  const { signUp } = settings;
  const domains = typeof signUp === "object" ? signUp.domains : [];
  const message =
    domains.length > MOST_DOMAINS
      ? "Enter an e-mail address of your organization."
      : `Enter an e-mail address at ${domains.join(" or ")}.`;
  return [{ field: "e-mail", message }];
}

function signUpNameProblems(names: Names): readonly FieldProblem[] {
  const problems = nameProblems(names);
  return problems.length > 0 || isVisible(names.firstName + names.lastName)
    ? problems
    : [{ field: "first-name", message: "Enter a first name or a last name." }];
}

async function form(portal: PortalContext, filled: Filled = {}): Promise<Reply> {
  const { settings, to } = portal;
  const { terms } = settings;
  const captcha = await portal.captcha?.show(filled.problems);
  const data: JsonObject = {
    title: "Sign up",
    ...(terms !== undefined && { terms }),
    ...(captcha?.challenge !== undefined && { captcha: captcha.challenge }),
  };
  const body = html`${problemSummary(filled)} ${textOf("signUp", portal)}
    <form method="post" action="${to("signup")}">
      ${textField(
        {
          label: "E-mail",
          name: "e-mail",
          hint: "You get a mail with a link to this address.",
          autocomplete: "email",
          inputMode: "email",
        },
        filled,
      )}
      ${nameFields(filled, { isOwn: true })}
      ${
        terms !== undefined &&
        html`<h2>Terms of use</h2>
          <div class="text">${markdown(terms)}</div>
          ${checkbox({ label: TERMS, name: TERMS_FIELD }, filled)}`
      }
      ${captcha?.fields}
      <p class="actions"><button>Sign up</button></p>
    </form>
    <p><a href="${to("signin")}">Sign in with an account that you have</a></p>`;
  return formPage({ h1: "Sign up", scripts: captcha?.scripts ?? [], data, body }, filled);
}
