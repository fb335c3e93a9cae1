import type { Fields } from "../http/fields.js";

/** What a page says after a form was sent: value of `done` in its address, and the sentence. */
const DONE = {
  saved: "Your profile was saved.",
  "signed-out": "You are signed out everywhere else.",
  renamed: "The name was changed.",
  cancelled: "The subscription is cancelled. Its keys are refused from now on.",
  approved: "The subscription is approved.",
  rejected: "The subscription is rejected.",
  decided: "The subscription does not wait for approval any more. Nothing was changed.",
} as const;

/** Part of the address of a page that reports what was done. */
export const done = (what: keyof typeof DONE): string => `?done=${what}`;

/** The sentence for the address of a page, as a member of its content; empty for addresses that report nothing. */
export function doneStatus(query: Fields): { readonly status?: string } {
  const what = query.get("done") ?? "";
  return Object.hasOwn(DONE, what) ? { status: DONE[what as keyof typeof DONE] } : {};
}
