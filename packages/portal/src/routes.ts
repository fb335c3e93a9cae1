import type { Route } from "./call.js";
import { apiPage, apisPage } from "./views/apis.js";
import { homePage } from "./views/home.js";
import { productPage, productsPage } from "./views/products.js";
import { profilePage, saveProfile } from "./views/profile.js";
import { sessionsPage, signOutElsewhere } from "./views/sessions.js";
import { signInCallback } from "./views/sign-in-callback.js";
import { signInPage, startSignIn } from "./views/sign-in.js";
import { signedOutPage, signOut } from "./views/sign-out.js";

/** Every page of the portal: path, who may open it, what answers. Whatever is not listed is not found. */
export const routes: readonly Route[] = [
  { path: "/", who: "anyone", get: homePage },
  { path: "/apis", who: "anyone", get: apisPage },
  { path: "/apis/{api}", who: "anyone", get: apiPage },
  { path: "/products", who: "anyone", get: productsPage },
  { path: "/products/{product}", who: "anyone", get: productPage },
  { path: "/signin", who: "always", get: signInPage },
  { path: "/signin/{provider}", who: "always", get: startSignIn },
  { path: "/signin/{provider}/callback", who: "always", get: signInCallback },
  { path: "/signout", who: "always", post: signOut },
  { path: "/signed-out", who: "always", get: signedOutPage },
  { path: "/profile", who: "user", get: profilePage, post: saveProfile },
  { path: "/profile/sessions", who: "user", get: sessionsPage, post: signOutElsewhere },
];
