import type { Route } from "./call.js";
import { changePasswordAct, changePasswordPage } from "./views/change-password.js";

/** The pages of a portal whose users sign in with an e-mail address and a password. */
export const basicRoutes: readonly Route[] = [
  { path: "/profile/password", who: "user", get: changePasswordPage, post: changePasswordAct },
];
