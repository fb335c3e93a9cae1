import type { View } from "../call.js";
import { auditShownKey, eventOf } from "../audit/visitor-act.js";
import { secretField } from "../html/secret.js";
import { html } from "../html/template.js";
import { notFound, page, redirect } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { ownSubscription } from "../subscriptions/own-subscription.js";
import { claimKeys } from "../subscriptions/claim-keys.js";
import { nameOf } from "../subscriptions/scope.js";
import { alreadyShown } from "./already-shown.js";
import { shownKeys } from "../json/subscription-data.js";

/** `/subscriptions/{id}/keys`: where the button "Show keys" leads. To open it shows nothing. */
export const showKeysPage: View<SignedInUser> = async ({ params, viewer }, portal) => {
  const subscription = await ownSubscription(params["id"], viewer, portal);
  return subscription === undefined ? notFound : redirect(portal.to("subscriptions", subscription.id));
};

/** Replaces both keys of an approved subscription, and shows them in this one answer. */
export const showKeysAct: View<SignedInUser> = async (call, portal) => {
  const { params, viewer } = call;
  const subscription = await ownSubscription(params["id"], viewer, portal);
  if (subscription === undefined) return notFound;
  const { id, state } = subscription;
  const keys = state === "active" ? await claimKeys(subscription, viewer.user.id, portal) : undefined;
  if (keys === undefined)
    return alreadyShown(portal, {
      text: "The keys of this subscription are not shown again.",
      again: { text: `Go to “${nameOf(subscription)}”`, path: ["subscriptions", id] },
    });
  const event = eventOf(call, { action: "keys-shown", target: id, name: nameOf(subscription) });
  await auditShownKey(event, [], portal);
  return page({
    h1: "Your keys",
    data: { id, displayName: nameOf(subscription), ...shownKeys(keys) },
    body: html`<p>Copy the keys now: they are stored as digests only, and never shown again.</p>
      ${secretField("Primary key", "primary-key", keys.primaryKey)}
      ${secretField("Secondary key", "secondary-key", keys.secondaryKey)}
      <p class="actions"><a href="${portal.to("subscriptions", id)}">Go to the subscription</a></p>`,
  });
};
