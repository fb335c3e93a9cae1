import type { View } from "../../call.js";
import { html } from "../../html/template.js";
import { formPage, notFound, redirect, type Reply } from "../../http/reply.js";
import { UserActError } from "../../people/user-administration.js";
import { displayNameOf, type User } from "../../people/users.js";
import type { SignedInUser } from "../../people/viewer.js";
import type { PortalContext } from "../../portal-context.js";
import { signInAgain } from "../../sign-in/recent-sign-in.js";
import { done } from "../../texts/done-words.js";
import { refusalWords } from "../../texts/user-words.js";
import { actOf, anyUser } from "./user.js";

/** `/admin/users/{id}/delete`: asks first, after a recent sign-in. */
export const deleteUserPage: View<SignedInUser> = async (call, portal) => {
  const user = await anyUser(call.params["id"], portal);
  if (user === undefined || user.id === call.viewer.user.id) return notFound;
  return signInAgain(call, portal) ?? question(user, portal);
};

/** Deletes the user. */
export const deleteUserAct: View<SignedInUser> = async (call, portal) => {
  const user = await anyUser(call.params["id"], portal);
  if (user === undefined || user.id === call.viewer.user.id) return notFound;
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  try {
    await portal.people.delete(user.id, actOf(call));
  } catch (cause) {
    if (!(cause instanceof UserActError)) throw cause;
    return question(user, portal, refusalWords(cause.reason));
  }
  return redirect(portal.to("admin", "users") + done("user-deleted"));
};

function question(user: User, { to }: PortalContext, refusal?: string): Reply {
  return formPage(
    {
      h1: "Delete user",
      above: { text: displayNameOf(user), href: to("admin", "users", user.id) },
      data: { id: user.id, displayName: displayNameOf(user) },
      body: html`${refusal !== undefined && html`<p class="problem" role="alert">${refusal}</p>`}
        <p>
          “${displayNameOf(user)}” is signed out everywhere. Subscriptions are cancelled, client applications
          are deleted, and the personal data is removed. This cannot be undone.
        </p>
        <form method="post" action="${to("admin", "users", user.id, "delete")}">
          <p class="actions">
            <button class="danger">Delete user</button>
            <a href="${to("admin", "users", user.id)}">Keep the user</a>
          </p>
        </form>`,
    },
    refusal === undefined ? {} : { problems: [{ field: "content", message: refusal }] },
  );
}
