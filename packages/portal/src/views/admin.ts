import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { page } from "../http/reply.js";
import { isInviting } from "./account/invite.js";
import type { SignedInUser } from "../people/viewer.js";

/** `/admin`: the pages of administrators. */
export const adminPage: View<SignedInUser> = (_, portal) => {
  const { to, applications } = portal;
  return page({
    h1: "Administration",
    body: linkList(
      [
        {
          text: "Approvals",
          href: to("admin", "approvals"),
          below:
            applications === undefined
              ? "Subscriptions that wait for a decision."
              : "Subscriptions and applications that wait for a decision.",
        },
        {
          text: "Users",
          href: to("admin", "users"),
          below: "Search, groups, blocking and deleting.",
        },
        ...(isInviting(portal)
          ? [
              {
                text: "Invite a user",
                href: to("admin", "users", "invite"),
                below: "Sends a link, with which a person makes an account.",
              },
            ]
          : []),
        ...(applications === undefined
          ? []
          : [
              {
                text: "Applications",
                href: to("admin", "applications"),
                below: "Client applications of all users, and work that is left in Entra ID.",
              },
            ]),
        {
          text: "Subscriptions",
          href: to("admin", "subscriptions"),
          below: "Subscriptions of all users.",
        },
        { text: "Audit", href: to("admin", "audit"), below: "What happened, by whom and to whom." },
        {
          text: "Publish",
          href: to("admin", "publish"),
          below: "Title, color, logo, texts and sign-up: what would change, and what is in force.",
        },
        {
          text: "Health",
          href: to("admin", "health"),
          below: "Whether the stores answer, and what must be registered for sign-in.",
        },
      ],
      "",
    ),
  });
};
