import type { Route } from "./call.js";
import { outboxJson, outboxPage } from "./views/outbox.js";

/** The mails that were not sent, for development: they hold links that open accounts. */
export const outboxRoutes: readonly Route[] = [
  { path: "/dev/outbox", who: "always", get: outboxPage },
  { path: "/dev/outbox.json", who: "always", get: outboxJson },
];
