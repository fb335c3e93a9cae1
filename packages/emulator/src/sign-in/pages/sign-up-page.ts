import type { Stranger } from "../../directory/users.js";
import type { Answer } from "../../server/answer.js";
import { html } from "./html.js";
import { pageAnswer } from "./page.js";

/** What the page shows. */
export interface SignUpContent {
  readonly clientName: string;
  readonly action: string;
  readonly pickerUrl: string;
  /** Names of social identity providers by the value of their button. */
  readonly social: ReadonlyMap<string, string>;
  /** What was entered before, and what is wrong with it. */
  readonly entered?: Stranger;
  readonly problem?: string;
}

/** The page on which a stranger creates an account. */
export function signUpPage({
  clientName,
  action,
  pickerUrl,
  social,
  entered,
  problem,
}: SignUpContent): Answer {
  const { email = "", givenName = "", surname = "" } = entered ?? {};
  const buttons = [...social].map(
    ([idp, name]) => html`<button name="create" value="${idp}">Create account with ${name}</button> `,
  );
  const alert = problem === undefined ? "" : html`<p role="alert">${problem}</p>`;
  return pageAnswer({
    status: problem === undefined ? 200 : 400,
    heading: "Create an account",
    body: html`<p class="soft">to continue to ${clientName}</p>
      ${alert}
      <form method="post" action="${action}">
        <label
          >E-mail
          <input name="email" type="email" autocomplete="email" maxlength="254" required value="${email}"
        /></label>
        <label
          >Given name <input name="given_name" autocomplete="given-name" maxlength="64" value="${givenName}"
        /></label>
        <label
          >Surname <input name="surname" autocomplete="family-name" maxlength="64" value="${surname}"
        /></label>
        <p class="actions">
          <button class="primary" name="create" value="true">Create account</button>
          ${buttons}
          <a href="${pickerUrl}">Back</a>
        </p>
      </form>`,
  });
}
