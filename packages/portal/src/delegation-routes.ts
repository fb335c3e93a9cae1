import type { Route } from "./call.js";
import {
  delegatedCancel,
  delegatedEntry,
  delegatedProfileAct,
  delegatedSubscribe,
} from "./delegation/delegated.js";
import type { Delegation } from "./delegation/delegation-options.js";
import { profilePage } from "./views/profile.js";
import { signInBySite, signInBySiteAct } from "./delegation/sign-in-by-site.js";

const REGISTRATION: readonly Route[] = [
  { path: "/signin", who: "always", get: delegatedEntry("SignIn") },
  { path: "/signup", who: "always", get: delegatedEntry("SignUp") },
  { path: "/signin-sso", who: "always", get: signInBySite, post: signInBySiteAct },
  { path: "/profile", who: "user", get: profilePage },
  { path: "/profile/password", who: "user", get: delegatedProfileAct("ChangePassword") },
  { path: "/profile/change", who: "user", get: delegatedProfileAct("ChangeProfile") },
  { path: "/profile/close", who: "user", get: delegatedProfileAct("CloseAccount") },
];

const SUBSCRIPTION: readonly Route[] = [
  { path: "/products/{product}/subscribe", who: "user", get: delegatedSubscribe },
  { path: "/subscriptions/{id}/cancel", who: "user", get: delegatedCancel },
];

/** The pages that lead to the site of the operator. They stand before those of the same path. */
export const delegationRoutes = (delegation: Delegation | undefined): readonly Route[] => [
  ...(delegation?.registration === true ? REGISTRATION : []),
  ...(delegation?.subscription === true ? SUBSCRIPTION : []),
];
