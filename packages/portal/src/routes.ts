import type { Route } from "./call.js";
import { activityPage } from "./views/activity.js";
import { adminPage } from "./views/admin.js";
import { apiPage, apisPage } from "./views/apis.js";
import { approvalsPage } from "./views/approvals.js";
import { auditPage } from "./views/audit.js";
import { cancelAct, cancelPage } from "./views/cancel-subscription.js";
import { consoleKeyView } from "./views/console-key.js";
import { healthPage } from "./views/health.js";
import { homePage } from "./views/home.js";
import { removeIdentity, removeIdentityPage } from "./views/identities.js";
import { startLink } from "./views/link-identity.js";
import { openapiDocument } from "./views/openapi-document.js";
import { passwordSignInAct } from "./views/password-sign-in.js";
import { operationPage } from "./views/operation/operation-page.js";
import { productPage, productsPage } from "./views/products.js";
import { profilePage, saveProfile } from "./views/profile.js";
import { sessionsPage, signOutElsewhere } from "./views/sessions.js";
import { signInCallback } from "./views/sign-in-callback.js";
import { signInPage, startSignIn } from "./views/sign-in.js";
import { signedOutPage, signOut } from "./views/sign-out.js";
import { regenerateAct, regeneratePage } from "./views/regenerate-key.js";
import { reviewAct, reviewPage } from "./views/review.js";
import { showKeysAct, showKeysPage } from "./views/show-keys.js";
import { subscribeAct, subscribePage } from "./views/subscribe.js";
import { renameAct, subscriptionPage } from "./views/subscription.js";
import { subscriptionsPage } from "./views/subscriptions.js";

/** Every page of a portal without applications: path, who may open it, what answers. A path that is not listed is not found. */
export const routes: readonly Route[] = [
  { path: "/", who: "anyone", get: homePage },
  { path: "/apis", who: "anyone", get: apisPage },
  { path: "/apis/{api}", who: "anyone", get: apiPage },
  { path: "/apis/{api}/openapi.json", who: "anyone", get: openapiDocument },
  { path: "/apis/{api}/operations/{operation}", who: "anyone", get: operationPage },
  { path: "/products", who: "anyone", get: productsPage },
  { path: "/products/{product}", who: "anyone", get: productPage },
  { path: "/console/key", who: "user", takes: "json", post: consoleKeyView },
  { path: "/signin", who: "always", get: signInPage, post: passwordSignInAct },
  { path: "/signin/{provider}", who: "always", get: startSignIn },
  { path: "/signin/{provider}/callback", who: "always", get: signInCallback },
  { path: "/signout", who: "always", post: signOut },
  { path: "/signed-out", who: "always", get: signedOutPage },
  { path: "/profile", who: "user", get: profilePage, post: saveProfile },
  { path: "/profile/link/{provider}", who: "user", get: startLink },
  { path: "/profile/identities/{id}/remove", who: "user", get: removeIdentityPage, post: removeIdentity },
  { path: "/profile/sessions", who: "user", get: sessionsPage, post: signOutElsewhere },
  { path: "/products/{product}/subscribe", who: "user", get: subscribePage, post: subscribeAct },
  { path: "/subscriptions", who: "user", get: subscriptionsPage },
  { path: "/subscriptions/{id}", who: "user", get: subscriptionPage, post: renameAct },
  { path: "/subscriptions/{id}/keys", who: "user", get: showKeysPage, post: showKeysAct },
  { path: "/subscriptions/{id}/regenerate/{slot}", who: "user", get: regeneratePage, post: regenerateAct },
  { path: "/subscriptions/{id}/cancel", who: "user", get: cancelPage, post: cancelAct },
  { path: "/activity", who: "user", get: activityPage },
  { path: "/admin", who: "administrator", get: adminPage },
  { path: "/admin/approvals", who: "administrator", get: approvalsPage },
  { path: "/admin/approvals/{id}", who: "administrator", get: reviewPage, post: reviewAct },
  { path: "/admin/audit", who: "administrator", get: auditPage },
  { path: "/admin/health", who: "administrator", get: healthPage },
];
