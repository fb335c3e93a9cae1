import type { Route } from "./call.js";
import { consoleCallback } from "./views/console-callback.js";
import { startConsoleSignIn, takeConsoleToken } from "./views/console-sign-in.js";

/** The way to a token of the issuer and back. A portal without the option `console.signIn` has none of it. */
export const consoleSignInRoutes: readonly Route[] = [
  {
    path: "/console/signin",
    who: "user",
    takes: "json",
    get: startConsoleSignIn,
    post: takeConsoleToken,
  },
  // A guest is not sent to sign in and back: the address holds a code.
  { path: "/console/callback", who: "always", get: consoleCallback },
];
