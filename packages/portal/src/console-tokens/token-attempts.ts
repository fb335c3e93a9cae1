import type { AttemptLimit } from "../sign-in/attempts.js";

/** Tokens of the console for each session, whichever way: each one is a request to the issuer. */
export const TOKEN_ATTEMPTS: AttemptLimit = { what: "console-token", most: 60, period: 3600 };
