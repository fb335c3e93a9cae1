import type { Route } from "./call.js";
import { resetAct, resetPage, resetSentPage } from "./views/account/reset.js";
import { resetPasswordAct, resetPasswordPage } from "./views/account/reset-password.js";
import { signUpAct, signUpPage, signUpSentPage } from "./views/account/sign-up.js";
import { changePasswordAct, changePasswordPage } from "./views/change-password.js";

/** The pages of a portal whose users sign in with an e-mail address and a password. */
export const basicRoutes: readonly Route[] = [
  { path: "/profile/password", who: "user", get: changePasswordPage, post: changePasswordAct },
  { path: "/signup", who: "always", get: signUpPage, post: signUpAct },
  { path: "/signup/sent", who: "always", get: signUpSentPage },
  { path: "/reset", who: "always", get: resetPage, post: resetAct },
  { path: "/reset/sent", who: "always", get: resetSentPage },
  { path: "/reset/password", who: "always", get: resetPasswordPage, post: resetPasswordAct },
];
