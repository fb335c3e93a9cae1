import type { Route } from "./call.js";
import { invitePage, inviteAct } from "./views/account/invite.js";
import { startAccepting, welcomeAct, welcomePage } from "./views/account/welcome.js";

/** The pages of links in mails that make a user, and of invitations. A portal without passwords has them, too. */
export const invitationRoutes: readonly Route[] = [
  { path: "/welcome", who: "always", get: welcomePage, post: welcomeAct },
  { path: "/welcome/{provider}", who: "always", get: startAccepting },
  { path: "/admin/users/invite", who: "administrator", get: invitePage, post: inviteAct },
];
