import type { User } from "../../directory/directory.js";
import type { Answer } from "../../server/answer.js";
import { html } from "./html.js";
import { pageAnswer } from "./page.js";

/** What the picker shows. */
export interface PickerContent {
  readonly clientName: string;
  readonly users: readonly User[];
  /** The user to list first: user principal name or e-mail address. */
  readonly loginHint: string;
  /** Where the form posts to: the request itself. */
  readonly action: string;
  /** Where strangers create an account; undefined without sign-up. */
  readonly signUpUrl: string | undefined;
}

/** The page on which a user is chosen. */
export function accountPicker({ clientName, users, loginHint, action, signUpUrl }: PickerContent): Answer {
  const items = hintedFirst(users, loginHint).map(
    ({ name, displayName, userPrincipalName }) =>
      html`<li>
        <button name="user" value="${name}">${displayName} <span>${userPrincipalName}</span></button>
      </li>`,
  );
  const none = html`<p class="soft">No user is registered. Add one to <code>users</code>.</p>`;
  const list =
    items.length === 0
      ? none
      : html`<ul>
          ${items}
        </ul>`;
  const signUp = signUpUrl === undefined ? "" : html`<a href="${signUpUrl}">Create an account</a>`;
  return pageAnswer({
    heading: "Pick an account",
    body: html`<p class="soft">to continue to ${clientName}</p>
      <form method="post" action="${action}">
        ${list}
        <p class="actions"><button name="cancel" value="true">Cancel</button> ${signUp}</p>
      </form>`,
  });
}

function hintedFirst(users: readonly User[], hint: string): User[] {
  const wanted = hint.toLowerCase();
  const isHinted = ({ userPrincipalName, email }: User): boolean =>
    userPrincipalName.toLowerCase() === wanted || email?.toLowerCase() === wanted;
  return [...users.filter(isHinted), ...users.filter((user) => !isHinted(user))];
}
