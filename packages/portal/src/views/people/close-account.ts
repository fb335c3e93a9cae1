import type { Call, View } from "../../call.js";
import { problemSummary, textField, type Filled } from "../../html/form.js";
import { html } from "../../html/template.js";
import { formPage, redirect, type Reply } from "../../http/reply.js";
import { UserActError } from "../../people/user-administration.js";
import { displayNameOf } from "../../people/users.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";
import { refusalWords } from "../../texts/user-words.js";
import { actOf } from "./user.js";

/** `/profile/close`: asks for the e-mail address, after a recent sign-in. */
export const closeAccountPage: View<SignedInUser> = (call, portal) =>
  signInAgain(call, portal) ?? question(call, portal);

/** Closes the account of the user who asks. */
export const closeAccountAct: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  const { viewer, form } = call;
  const { user } = viewer;
  const given = form.text("e-mail");
  const values = { "e-mail": given };
  if (given.toLowerCase() !== expected(call).toLowerCase())
    return question(call, portal, {
      values,
      problems: [{ field: "e-mail", message: `Enter ${wanted(call)} to close the account` }],
    });
  try {
    await portal.people.delete(user.id, actOf(call));
  } catch (cause) {
    if (!(cause instanceof UserActError)) throw cause;
    return question(call, portal, {
      values,
      problems: [{ field: "e-mail", message: refusalWords(cause.reason) }],
    });
  }
  return redirect(portal.to("signed-out"), portal.cookies.clear());
};

/** Users whose address no provider has told enter their name. */
const expected = ({ viewer: { user } }: Call<SignedInUser>): string => user.email ?? displayNameOf(user);
const wanted = ({ viewer: { user } }: Call<SignedInUser>): string =>
  user.email === undefined ? "your name" : "your e-mail address";

function question(call: Call<SignedInUser>, { to, applications }: PortalContext, filled: Filled = {}): Reply {
  return formPage(
    {
      h1: "Close account",
      above: { text: "Profile", href: to("profile") },
      body: html`${problemSummary(filled)}
        <p>
          You are signed out everywhere. Your subscriptions are
          cancelled${applications !== undefined && ", your applications are deleted"} and your personal data
          is removed. For 30 days you cannot sign in again. This cannot be undone.
        </p>
        <form method="post" action="${to("profile", "close")}">
          ${textField(
            {
              label: "E-mail",
              name: "e-mail",
              hint: `To confirm, enter ${wanted(call)}: ${expected(call)}`,
              maxLength: 254,
              autocomplete: "off",
            },
            filled,
          )}
          <p class="actions">
            <button class="danger">Close account</button>
            <a href="${to("profile")}">Keep the account</a>
          </p>
        </form>`,
    },
    filled,
  );
}
