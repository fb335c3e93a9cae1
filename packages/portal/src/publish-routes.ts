import type { Route } from "./call.js";
import { publishAct, publishPage, restoreAct, restorePage } from "./views/publish.js";

/** The pages on which administrators publish settings. */
export const publishRoutes: readonly Route[] = [
  { path: "/admin/publish", who: "administrator", get: publishPage, post: publishAct },
  { path: "/admin/publish/restore", who: "administrator", get: restorePage, post: restoreAct },
];
