import type { Route } from "./call.js";
import { closeAccountAct, closeAccountPage } from "./views/people/close-account.js";
import { deleteUserAct, deleteUserPage } from "./views/people/delete-user.js";
import { ownDataAct, ownDataPage } from "./views/people/own-data.js";
import { adminSubscriptionsPage } from "./views/people/admin-subscriptions.js";
import { userAct, userPage } from "./views/people/user.js";
import { usersPage } from "./views/people/users.js";

/** The pages for users: those of administrators, and what users do with their own account. */
export const peopleRoutes: readonly Route[] = [
  { path: "/profile/close", who: "user", get: closeAccountPage, post: closeAccountAct },
  { path: "/profile/data", who: "user", get: ownDataPage, post: ownDataAct },
  { path: "/admin/users", who: "administrator", get: usersPage },
  { path: "/admin/users/{id}", who: "administrator", get: userPage, post: userAct },
  { path: "/admin/users/{id}/delete", who: "administrator", get: deleteUserPage, post: deleteUserAct },
  { path: "/admin/subscriptions", who: "administrator", get: adminSubscriptionsPage },
];
