import { createHash, randomBytes } from "node:crypto";

/** Begins the id of each subscription that the console made. */
export const CONSOLE_PREFIX = "console-";

const FORM = /^console-[0-9a-f]{32}-[0-9a-f]{32}$/;

/** Whether a subscription holds a key of the console: it ends by itself, counts for no limit and is not listed. */
export const isConsoleKey = ({ id, endDate }: { readonly id: string; readonly endDate?: number }): boolean =>
  endDate !== undefined && FORM.test(id);

/** Begins the ids of the console's subscriptions that come from this one. */
export const consolePrefixOf = (subscriptionId: string): string =>
  `${CONSOLE_PREFIX}${createHash("sha256").update(subscriptionId).digest("hex").slice(0, 32)}-`;

export const consoleIdFor = (subscriptionId: string): string =>
  consolePrefixOf(subscriptionId) + randomBytes(16).toString("hex");
