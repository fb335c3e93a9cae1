import type { Fields } from "../http/fields.js";

/** What a page says after a form was sent: value of `done` in its address, and the sentence. */
const DONE = {
  "groups-saved": "The groups were saved.",
  blocked: "The user is blocked. Sessions, keys and tokens are refused.",
  blocking: "The user is blocked. Subscriptions and applications follow.",
  unblocked: "The user is active again.",
  unblocking: "The user is active again. Subscriptions and applications follow.",
  "user-deleted": "The user is deleted.",
  "account-created": "Your account was created. You are signed in.",
  "password-reset": "Your password was changed. Sign in with it.",
  invited: "The invitation was sent.",
  "password-changed": "Your password was changed. You are signed out everywhere else.",
  saved: "Your profile was saved.",
  "mails-changed": "Your choice of mails was saved.",
  "signed-out": "You are signed out everywhere else.",
  linked: "From now on you can sign in that way, too.",
  "linked-before": "You can sign in that way already.",
  unlinked: "The way to sign in was removed.",
  renamed: "The name was changed.",
  cancelled: "The subscription is cancelled. Its keys are refused from now on.",
  approved: "The subscription is approved.",
  rejected: "The subscription is rejected.",
  decided: "The subscription does not wait for approval any more. Nothing was changed.",
  registered: "The application is registered.",
  discarded: "The registration was given up.",
  "application-deleted": "The application is deleted. Its tokens are refused from now on.",
  "product-added": "The product was added.",
  "product-adding": "The product is being added.",
  "product-requested": "An administrator reviews the request.",
  "product-removed": "The product was removed. Tokens for it are refused from now on.",
  "secret-removed": "The client secret was removed.",
  suspended: "The application is suspended. Its tokens are refused from now on.",
  restored: "The application is active again.",
  restoring: "The application is being restored.",
  transferred: "The application has a new owner.",
  "link-approved": "The product is approved for the application.",
  "link-rejected": "The product is rejected for the application.",
  "link-decided": "The request does not wait for approval any more. Nothing was changed.",
  completed: "The step is completed.",
  published: "The settings are published.",
  "published-already": "There was nothing to publish.",
  "edition-restored": "The edition before is published again.",
} as const;

/** Part of the address of a page that reports what was done. */
export const done = (what: keyof typeof DONE): string => `?done=${what}`;

/** The sentence for the address of a page, as a member of its content; empty for addresses that report nothing. */
export function doneStatus(query: Fields): { readonly status?: string } {
  const what = query.get("done") ?? "";
  return Object.hasOwn(DONE, what) ? { status: DONE[what as keyof typeof DONE] } : {};
}

/** The same for programs, from the query of an address: the value of `done`, and its sentence. */
export function doneIn(
  query: string | undefined,
): { readonly done: string; readonly message: string } | undefined {
  const what = new URLSearchParams(query ?? "").get("done") ?? "";
  return Object.hasOwn(DONE, what) ? { done: what, message: DONE[what as keyof typeof DONE] } : undefined;
}
