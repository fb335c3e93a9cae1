import type { View } from "../call.js";
import { linkList } from "../html/list.js";
import { page } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";

/** `/admin`: the pages of administrators. */
export const adminPage: View<SignedInUser> = (_, { to }) =>
  page({
    h1: "Administration",
    body: linkList(
      [
        {
          text: "Approvals",
          href: to("admin", "approvals"),
          below: "Subscriptions that wait for a decision.",
        },
        { text: "Audit", href: to("admin", "audit"), below: "What happened, by whom and to whom." },
        {
          text: "Health",
          href: to("admin", "health"),
          below: "Whether the stores answer, and what must be registered for sign-in.",
        },
      ],
      "",
    ),
  });
