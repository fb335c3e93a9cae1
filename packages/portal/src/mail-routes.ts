import type { Route } from "./call.js";
import { mailsPage, saveMails } from "./views/mails.js";
import { outboxJson, outboxPage } from "./views/outbox.js";

/** The pages of a portal that sends mails. */
export const mailRoutes: readonly Route[] = [
  { path: "/profile/mails", who: "user", get: mailsPage, post: saveMails },
];

/** The mails that were not sent, for development: they hold links that open accounts. */
export const outboxRoutes: readonly Route[] = [
  { path: "/dev/outbox", who: "always", get: outboxPage },
  { path: "/dev/outbox.json", who: "always", get: outboxJson },
];
